import { afterEach, beforeEach, expect, test } from 'vitest'
import { openScopes } from '../../../src/base/index.ts'
import type { ApprovalId } from '../../../src/contracts/index.ts'
import { Bench } from './harness.ts'

let bench: Bench

beforeEach(() => {
  bench = new Bench()
})
afterEach(async () => {
  await bench.close()
  expect(openScopes()).toEqual([])
})

const call = { toolCallId: 'c1', title: 'Run tests', kind: 'execute', rawInput: { command: 'npm test' } }

test('the agent waits until the approval is answered, by option id or by kind', async () => {
  for (const option of ['o-reject_once', 'reject_once']) {
    const session = await bench.create()
    const turn = await bench.prompt(session, [['ask', call]])
    const approval = await bench.approval(turn)
    expect(approval).toMatchObject({
      status: 'pending',
      title: 'Run tests',
      detail: 'npm test',
      toolKind: 'execute',
      toolCallId: 'c1',
      options: [{ id: 'o-allow_once', kind: 'allow_once' }, { id: 'o-reject_once' }],
    })
    expect(bench.session(session).status).toBe('needs_attention')
    expect(bench.said(turn)).toBe('')
    expect(await bench.answer(approval, option)).toMatchObject({
      status: 'denied',
      chosenOption: 'o-reject_once',
    })
    await bench.ended(turn)
    expect(bench.said(turn)).toBe('answer:o-reject_once')
    expect(bench.tools(turn)).toMatchObject([{ toolCallId: 'c1', title: 'Run tests' }])
  }
})

test('a second answer returns the first outcome, also when both come at once', async () => {
  const session = await bench.create()
  const turn = await bench.prompt(session, [['ask', call]])
  const approval = await bench.approval(turn)
  const answers = await Promise.all([
    bench.answer(approval, 'allow_once'),
    bench.answer(approval, 'reject_once'),
  ])
  expect(answers.map(({ chosenOption }) => chosenOption)).toEqual(['o-allow_once', 'o-allow_once'])
  await bench.ended(turn)
  expect(bench.said(turn)).toBe('answer:o-allow_once')
  expect(await bench.answer(approval, 'nonsense')).toMatchObject({ status: 'approved' })
})

test('an option the agent did not offer is refused with those it did, and the agent waits on', async () => {
  const session = await bench.create()
  const turn = await bench.prompt(session, [['ask', call]])
  const approval = await bench.approval(turn)
  const refusal = {
    code: 'invalid_input',
    hint: 'Valid options: o-allow_once (allow_once), o-reject_once (reject_once).',
  }
  await expect(bench.answer(approval, 'allow_always')).rejects.toMatchObject(refusal)
  await expect(
    bench.answer({ ...approval, id: 'apr_00000000000000000000' as ApprovalId }, 'allow_once'),
  ).rejects.toMatchObject({ code: 'approval_not_found' })
  expect(bench.session(session).status).toBe('needs_attention')
  await bench.answer(approval, 'allow_once')
  expect((await bench.ended(turn)).status).toBe('succeeded')
})

test.each([
  ['once', ['allow_always', 'allow_once'], 'approved', 'o-allow_once'],
  ['always', ['allow_once', 'allow_always'], 'approved', 'o-allow_always'],
  ['always', ['allow_once', 'reject_once'], 'approved', 'o-allow_once'],
  ['reject', ['allow_once', 'reject_always'], 'denied', 'o-reject_always'],
] as const)('with approve %s of %j it is %s by %s, and recorded', async (approve, kinds, status, chosen) => {
  const session = await bench.create()
  const turn = await bench.run(session, [['ask', call, kinds]], approve)
  expect(bench.said(turn)).toBe(`answer:${chosen}`)
  expect(await bench.approval(turn)).toMatchObject({ status, chosenOption: chosen })
})

test('approve once never takes an option that allows for ever: the user is asked', async () => {
  const session = await bench.create()
  const turn = await bench.prompt(session, [['ask', call, ['allow_always', 'reject_once']]], {
    approve: 'once',
  })
  expect((await bench.approval(turn)).status).toBe('pending')
})

test('cancel while the agent asks: the approval is cancelled and so is the answer to the agent', async () => {
  const session = await bench.create()
  const turn = await bench.prompt(session, [
    ['ask', call],
    ['say', 'never'],
  ])
  const approval = await bench.approval(turn)
  const cancelled = await bench.host.cancel(bench.ref(session))
  expect(cancelled.status).toBe('idle')
  expect(bench.store.turns.get(turn.id)?.status).toBe('cancelled')
  expect(await bench.answer(approval, 'allow_once')).toMatchObject({
    status: 'cancelled',
    chosenOption: null,
  })
  expect(bench.said(turn)).toBe('answer:cancelled')
  expect(bench.tools(turn)).toMatchObject([{ status: 'cancelled' }])
})

test('the session needs attention until the last of several approvals is answered', async () => {
  const session = await bench.create()
  const turn = await bench.prompt(session, [
    ['ask', call],
    ['ask', { ...call, toolCallId: 'c2' }],
  ])
  await bench.answer(await bench.approval(turn), 'allow_once')
  const second = await bench.until(() => bench.store.items.pendingApprovals(session.id)[0])
  expect(second.toolCallId).toBe('c2')
  expect(bench.session(session).status).toBe('needs_attention')
  await bench.answer(second, 'allow_once')
  expect((await bench.ended(turn)).status).toBe('succeeded')
})

test('the death of an agent that waits cancels its approval', async () => {
  const session = await bench.create()
  const turn = await bench.prompt(session, [['pid'], ['ask', call]])
  await bench.approval(turn)
  process.kill(Number(/pid:(\d+)/.exec(bench.said(turn))?.[1]), 'SIGKILL')
  expect((await bench.ended(turn)).status).toBe('interrupted')
  expect((await bench.approval(turn)).status).toBe('cancelled')
})

test('an approval nobody answers expires after the limit', async () => {
  await bench.close()
  bench = new Bench({ approvalExpiryMs: 50 })
  const session = await bench.create()
  const turn = await bench.run(session, [['ask', call]])
  expect((await bench.approval(turn)).status).toBe('expired')
  expect(bench.said(turn)).toBe('answer:cancelled')
})
