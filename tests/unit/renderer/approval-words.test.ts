import { expect, test } from 'vitest'
import { answerWords, lateWords } from '../../../src/contracts/index.ts'
import { keyOfOption, outcomeOf } from '../../../src/renderer/features/transcript/approval-keys.ts'
import { clockText } from '../../../src/renderer/features/transcript/clock-text.ts'
import { rulesOf } from '../../../src/renderer/state/index.ts'
import { applyChange, fromSnapshot } from '../../../src/renderer/state/entities.ts'
import { rule } from '../../hosts/agent/index.ts'
import { approval, snapshot, workspaceId } from './make.ts'

const options = [
  { id: 'yes', name: 'Allow once', kind: 'allow_once' as const },
  { id: 'no', name: 'Reject', kind: 'reject_once' as const },
]

test('who comes too late is told what was answered and from where', () => {
  const answered = approval({ options, status: 'denied', chosenOption: 'no', answeredFrom: 'notification' })
  expect(lateWords({ ...answered, first: true })).toBeNull()
  expect(lateWords({ ...answered, first: false })).toBe(
    'It was answered "Reject" in a notification before this answer came.',
  )
  const gone = approval({ options, status: 'cancelled' })
  expect(answerWords(gone)).toBeNull()
  expect(lateWords({ ...gone, first: false })).toBe('It was cancelled before this answer came.')
})

test('what a rule answered says so', () => {
  const answered = approval({ options, status: 'approved', rule: rule({ workspaceId: workspaceId() }).id })
  expect(outcomeOf(answered)).toBe('Allowed by a rule of this workspace')
  expect(outcomeOf({ ...answered, rule: null, status: 'expired' })).toBe('Expired')
  expect(keyOfOption(approval({ options }), options[1]!)).toBe('R')
})

test('a time counts down to zero and no further', () => {
  expect([59_000, 59_001, 3_661_000, 0, -5_000].map(clockText)).toEqual([
    '0:59',
    '1:00',
    '1:01:01',
    '0:00',
    '0:00',
  ])
})

test('the picture holds the rules in force of each workspace, and drops what is revoked', () => {
  const made = rule({ workspaceId: workspaceId('a') })
  const other = rule({ workspaceId: workspaceId('b') })
  const before = fromSnapshot(snapshot({ rules: [made] }))
  const both = applyChange(before, { type: 'rule', entity: other })
  expect(rulesOf(both, workspaceId('a'))).toEqual([made])
  expect(rulesOf(applyChange(both, { type: 'rule.removed', id: made.id }), workspaceId('a'))).toEqual([])
  const used = { ...made, uses: 1, revision: 2 }
  const after = applyChange(applyChange(before, { type: 'rule', entity: used }), {
    type: 'rule',
    entity: made,
  })
  expect(rulesOf(after, workspaceId('a'))).toEqual([used])
})
