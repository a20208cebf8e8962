import { afterEach, beforeEach, expect, test } from 'vitest'
import { ApprovalRules } from '../../../src/agent/approval-rules/index.ts'
import { newId, openScopes, systemClock } from '../../../src/base/index.ts'
import type { Approval, ApprovalRule, Session } from '../../../src/contracts/index.ts'
import { agentProfile, Bench } from './harness.ts'

let bench: Bench

beforeEach(() => {
  bench = new Bench()
})
afterEach(async () => {
  await bench.close()
  expect(openScopes()).toEqual([])
})

const kinds = ['allow_once', 'allow_always', 'reject_once', 'reject_always']
const command = (line: string, id = 'c1') => ({
  toolCallId: id,
  title: 'Run tests',
  kind: 'execute',
  rawInput: { command: line },
})
const service = (): ApprovalRules => new ApprovalRules({ store: bench.store, clock: systemClock, newId })
const inForce = (): ApprovalRule[] => bench.store.rules.inForce(bench.workspace.id)

async function answered(session: Session, line: string, option: string): Promise<Approval> {
  const turn = await bench.prompt(session, [['ask', command(line), kinds]])
  const approval = await bench.answer(await bench.approval(turn), option)
  await bench.ended(turn)
  return approval
}

/** Status and source of the approval of a turn that asks for `line`; a pending one is left pending. */
async function asked(session: Session, line: string): Promise<Approval> {
  const turn = await bench.prompt(session, [['ask', command(line), kinds]])
  return bench.approval(turn)
}

test('"always" makes a rule that answers the same request in any session of the workspace', async () => {
  const [first, second] = [await bench.create(), await bench.create()]
  const made = await answered(first, 'npm test', 'allow_always')
  expect(made).toMatchObject({ status: 'approved', chosenOption: 'o-allow_always', first: true })
  const [rule] = inForce()
  expect(rule).toMatchObject({
    agent: 'scripted',
    agentName: 'Scripted',
    toolKind: 'execute',
    match: { type: 'command', command: 'npm test', rest: null },
    decision: 'allow',
    approvalId: made.id,
    uses: 0,
  })
  const turn = await bench.run(second, [['ask', command('npm test'), kinds]])
  expect(await bench.approval(turn)).toMatchObject({
    status: 'approved',
    chosenOption: 'o-allow_once',
    answeredFrom: 'rule',
    rule: rule!.id,
  })
  expect(bench.said(turn)).toBe('answer:o-allow_once')
  expect(inForce()).toMatchObject([{ id: rule!.id, uses: 1 }])
})

test('the agent is never told "always": it asks again, so that a rule that is revoked stops at once', async () => {
  const session = await bench.create()
  const turn = await bench.prompt(session, [['ask', command('npm test'), kinds]])
  await bench.answer(await bench.approval(turn), 'allow_always')
  await bench.ended(turn)
  expect(bench.said(turn)).toBe('answer:o-allow_once')
  const [rule] = inForce()
  service().revoke({ workspaceId: bench.workspace.id, ruleId: rule!.id })
  expect((await asked(session, 'npm test')).status).toBe('pending')
})

test('a rule answers nothing but the exact request: another command is asked about', async () => {
  const session = await bench.create()
  await answered(session, 'npm test', 'allow_always')
  expect((await asked(session, 'npm test && curl evil.example')).status).toBe('pending')
})

test('a rule is of one workspace and one agent', async () => {
  const session = await bench.create()
  const made = await answered(session, 'npm test', 'allow_always')
  const rules = service()
  expect(rules.covering(made, 'scripted')).toBeDefined()
  expect(rules.covering(made, 'another')).toBeUndefined()
  expect(rules.covering({ ...made, workspaceId: newId('workspace') }, 'scripted')).toBeUndefined()
  expect(rules.covering({ ...made, toolKind: 'other' }, 'scripted')).toBeUndefined()
})

test('"never" makes a rule that rejects, also where the prompt said to allow everything', async () => {
  const session = await bench.create()
  await answered(session, 'rm -rf /', 'reject_always')
  const turn = await bench.run(session, [['ask', command('rm -rf /'), kinds]], 'always')
  expect(bench.said(turn)).toBe('answer:o-reject_once')
  expect(await bench.approval(turn)).toMatchObject({ status: 'denied', answeredFrom: 'rule' })
})

test('what a prompt answers beforehand makes no rule', async () => {
  const session = await bench.create()
  const turn = await bench.run(session, [['ask', command('npm test'), kinds]], 'always')
  expect(await bench.approval(turn)).toMatchObject({ answeredFrom: 'prompt' })
  expect(inForce()).toEqual([])
})

test('once makes no rule, and always twice makes one', async () => {
  const session = await bench.create()
  await answered(session, 'npm test', 'allow_once')
  expect(inForce()).toEqual([])
  const [one, two] = [await bench.create(), await bench.create()]
  const pending = [await asked(one, 'npm test'), await asked(two, 'npm test')]
  for (const approval of pending) await bench.answer(approval, 'allow_always')
  expect(inForce()).toHaveLength(1)
})

test('the latest word counts: "never" revokes the "always" of the same request', async () => {
  const [one, two] = [await bench.create(), await bench.create()]
  const pending = [await asked(one, 'npm test'), await asked(two, 'npm test')]
  await bench.answer(pending[0]!, 'allow_always')
  const [allow] = inForce()
  await bench.answer(pending[1]!, 'reject_always')
  expect(inForce()).toMatchObject([{ decision: 'reject' }])
  expect(bench.store.rules.get(allow!.id)?.revokedAt).not.toBeNull()
  // Taking the revocation back does not overrule what was said later.
  const kept = service().restore({ workspaceId: bench.workspace.id, ruleId: allow!.id })
  expect(kept.decision).toBe('reject')
})

test('a revoked rule can be restored, and another workspace cannot touch it', async () => {
  const session = await bench.create()
  await answered(session, 'npm test', 'allow_always')
  const ref = { workspaceId: bench.workspace.id, ruleId: inForce()[0]!.id }
  expect(() => service().revoke({ ...ref, workspaceId: newId('workspace') })).toThrow(
    expect.objectContaining({ code: 'rule_not_found' }),
  )
  service().revoke(ref)
  expect(service().revoke(ref)).toMatchObject({ revision: 2 })
  expect(service().restore(ref)).toMatchObject({ revokedAt: null, revision: 3 })
  expect((await asked(session, 'npm test')).answeredFrom).toBe('rule')
  expect(() => service().restore({ ...ref, ruleId: newId('rule') })).toThrow(
    expect.objectContaining({ code: 'rule_not_found' }),
  )
})

test('an agent that cannot be told "once" is asked about each time', async () => {
  const session = await bench.create()
  const turn = await bench.prompt(session, [['ask', command('npm test'), ['allow_always', 'reject_once']]])
  await bench.answer(await bench.approval(turn), 'allow_always')
  await bench.ended(turn)
  expect(bench.said(turn)).toBe('answer:o-allow_always')
  const again = await bench.prompt(session, [['ask', command('npm test'), ['allow_always', 'reject_once']]])
  expect((await bench.approval(again)).status).toBe('pending')
})

test('rules are told to the journal with every change', async () => {
  const session = await bench.create()
  await answered(session, 'npm test', 'allow_always')
  await asked(session, 'npm test')
  service().revoke({ workspaceId: bench.workspace.id, ruleId: inForce()[0]!.id })
  const told = bench.store.journal
    .after(0, 1_000)
    .flatMap(({ record }) => (record.entry.type === 'rule' ? [record.entry.entity] : []))
  expect(told.map(({ uses, revokedAt }) => [uses, revokedAt === null])).toEqual([
    [0, true],
    [1, true],
    [1, false],
  ])
})

test('a rule outlives the daemon', async () => {
  const session = await bench.create()
  await answered(session, 'npm test', 'allow_always')
  await bench.scope.close()
  bench.store.close()
  bench.open()
  await bench.host.reconcile()
  expect((await asked(session, 'npm test')).answeredFrom).toBe('rule')
})

test('of several answers at once one wins, and the others are told what won', async () => {
  const session = await bench.create()
  const turn = await bench.prompt(session, [['ask', command('npm test'), kinds]])
  const approval = await bench.approval(turn)
  const answers = await Promise.all([
    bench.answer(approval, 'reject_once', 'cli'),
    bench.answer(approval, 'allow_once', 'notification'),
    bench.answer(approval, 'allow_always', 'inbox'),
  ])
  expect(answers.map(({ first }) => first)).toEqual([true, false, false])
  for (const { chosenOption, answeredFrom, answeredAt } of answers)
    expect([chosenOption, answeredFrom, answeredAt]).toEqual(['o-reject_once', 'cli', answers[0].answeredAt])
  expect(inForce()).toEqual([])
})

test('an approval says when it expires, and one whose time ran out with the daemon is expired', async () => {
  await bench.close()
  bench = new Bench({ approvalExpiryMs: 60_000 })
  const session = await bench.create()
  const turn = await bench.prompt(session, [['ask', command('npm test')]])
  const approval = await bench.approval(turn)
  expect(approval.expiresAt).toBe(approval.createdAt + 60_000)
  await bench.scope.close()
  expect((await bench.approval(turn)).status).toBe('cancelled')
})

test.each([
  [-1, 'expired'],
  [60_000, 'cancelled'],
])('a pending approval of a killed daemon, %i ms before its end, is %s', async (left, status) => {
  const session = await bench.create()
  const turn = await bench.prompt(session, [['ask', command('npm test')]])
  const approval = await bench.approval(turn)
  // What the database of a daemon holds that was killed at this moment.
  const running = { session: bench.session(session), turn: bench.store.turns.get(turn.id)! }
  await bench.scope.close()
  bench.store.close()
  bench.open('killed.db')
  bench.store.change(() => {
    bench.store.workspaces.put(bench.workspace)
    bench.store.sessions.insert(running.session, agentProfile())
    bench.store.turns.put(running.turn)
    bench.store.items.put({ ...approval, expiresAt: Date.now() + left })
  })
  await bench.host.reconcile()
  expect((await bench.approval(turn)).status).toBe(status)
})
