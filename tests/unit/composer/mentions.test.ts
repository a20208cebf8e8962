import { describe, expect, test } from 'vitest'
import type { RepositoryId } from '../../../src/contracts/index.ts'
import { triggerAt } from '../../../src/renderer/features/composer/completion/trigger.ts'
import {
  mentionedFiles,
  mentionText,
  withoutMention,
  type FileAttachment,
} from '../../../src/renderer/features/composer/mentions.ts'

/** The caret stands where the text has a bar. */
const at = (marked: string) => triggerAt(marked.replace('|', ''), marked.indexOf('|'))

describe('what is being completed at the caret', () => {
  test.each([
    ['@|', '', 0, 1],
    ['Look at @src/ca|', 'src/ca', 8, 15],
    ['Look at @src/ca| and go on', 'src/ca', 8, 15],
    ['Look at @src|/cart.ts now', 'src', 8, 20],
    ['(@car|', 'car', 1, 5],
    ['first line\n@a|', 'a', 11, 13],
    ['@"my fi|', 'my fi', 0, 7],
    ['```sh\nls\n```\n@a|', 'a', 13, 15],
  ])('%j: a file like %j', (marked, query, from, to) => {
    expect(at(marked)).toEqual({ kind: 'file', query, from, to })
  })

  test.each([
    ['', 'nothing'],
    ['plain|', 'plain text'],
    ['me@example|', 'an address'],
    ['@cart and|', 'a word after a mention'],
    ['@cart |', 'a space after a mention'],
    ['```sh\nnpm i @scope/p|', 'code'],
    ['````md\n```\n@a|', 'a fence in a longer fence'],
    [`@${'x'.repeat(201)}|`, 'what nobody types'],
  ])('%j: nothing, it is %s', (marked) => {
    expect(at(marked || '|')).toBeNull()
  })
})

const id = (letter: string) => `rep_${letter.repeat(20)}` as RepositoryId
const file = (path: string, repository = 'a'): FileAttachment => ({
  kind: 'file',
  repositoryId: id(repository),
  path,
})
const repository = (name: string, letter: string) => ({
  repositoryId: id(letter),
  name,
  source: '',
  worktree: '',
  branch: '',
  baseBranch: '',
  baseCommit: '',
  enabled: true,
  branchMade: true,
  aside: null,
})
const one = { repositories: [repository('shop', 'a')] }
const two = { repositories: [repository('shop', 'a'), repository('api', 'b')] }

describe('mentions', () => {
  test('name the repository where there are several, and are quoted where the path has a space', () => {
    expect(mentionText(file('src/a.ts'), one)).toBe('@src/a.ts')
    expect(mentionText(file('src/a.ts', 'b'), two)).toBe('@api/src/a.ts')
    expect(mentionText(file('my file.ts'), one)).toBe('@"my file.ts"')
  })

  test.each([
    ['See @src/a.ts', ['src/a.ts']],
    ['See @src/a.ts.', ['src/a.ts']],
    ['See (@src/a.ts), then @b', ['src/a.ts', 'b']],
    ['See @src/a.tsx and x@b', []],
    ['See @src/a.ts.bak', []],
    ['No more', []],
    ['@b\n@b', ['b']],
  ])('%j goes with %j', (text, expected) => {
    const picked = [file('src/a.ts'), file('b'), file('b')]
    expect(mentionedFiles(text, picked, one).map(({ path }) => path)).toEqual(expected)
  })

  test('are taken out of the text, and only they', () => {
    expect(withoutMention('See @b and @bc, @b', '@b')).toBe('See and @bc, ')
    expect(withoutMention('(@a.b) @axb', '@a.b')).toBe('() @axb')
  })
})
