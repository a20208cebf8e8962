import { expect, test } from 'vitest'
import { newId } from '../../../src/base/index.ts'
import type { RepositoryConflicts } from '../../../src/contracts/index.ts'
import { actOf, emptyForm } from '../../../src/renderer/features/remotes/act-form.ts'
import {
  conflictAttachments,
  conflictMessage,
  sidesOf,
} from '../../../src/renderer/features/remotes/conflict-message.ts'

const file = { markers: 0, binary: false, ready: false } as const
const conflicts: RepositoryConflicts = {
  repositoryId: newId('repository'),
  repository: 'shop',
  branch: 'try/one',
  worktree: '/w/shop',
  kind: 'rebase',
  oursName: 'main and what is on it by now',
  theirsName: 'abc Change the cart',
  files: [
    { path: 'src/cart.ts', ours: 'modified', theirs: 'modified', ...file, markers: 2 },
    { path: 'gone.ts', ours: 'deleted', theirs: 'modified', ...file },
    { path: 'logo.png', ours: 'added', theirs: 'added', ...file, binary: true },
  ],
}

test('the request to an agent names every file with what both sides did, and what to leave alone', () => {
  const text = conflictMessage([conflicts])
  expect(text).toContain('Repository shop (/w/shop): a rebase of try/one has stopped at conflicts.')
  expect(text).toContain('- `src/cart.ts`: both changed, 2 conflicts marked')
  expect(text).toContain('- `gone.ts`: ours deleted, theirs changed')
  expect(text).toContain('- `logo.png`: both added, binary')
  expect(text).toContain('Do not commit, continue or abort')
})

test('files that may be gone do not go along', () => {
  expect(conflictAttachments([conflicts]).map((one) => (one.kind === 'file' ? one.path : ''))).toEqual([
    'src/cart.ts',
    'logo.png',
  ])
  expect(sidesOf({ path: 'x', ours: 'absent', theirs: 'added', ...file })).toBe(
    'ours does not have, theirs added',
  )
})

test('an act says what was chosen, and leaves the message to the commits when none was written', () => {
  expect(actOf('merge', { ...emptyForm, message: '  ' })).toEqual({
    kind: 'merge',
    target: null,
    how: 'squash',
    where: 'local',
    message: null,
  })
  expect(actOf('pull', { ...emptyForm, pull: 'rebase' })).toEqual({ kind: 'pull', how: 'rebase' })
})
