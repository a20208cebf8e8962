import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Connection } from '../../../src/cli/connect.ts'
import {
  terminalTurnStatuses,
  type Approval,
  type ApprovalRule,
  type SessionId,
  type Turn,
  type TurnDetail,
  type Workspace,
} from '../../../src/contracts/index.ts'
import { agentProcessOf, Installation, makeRepository } from '../../hosts/switchyard/index.ts'

let installation: Installation
let connection: Connection
let workspace: Workspace

beforeAll(async () => {
  installation = new Installation()
  const repository = await makeRepository(join(installation.folder, 'repo'), { 'a.txt': 'a\n' })
  connection = await installation.connect()
  const { client } = connection
  const project = await client.project.add({ path: repository })
  workspace = await client.workspace.create({ project: project.id, branch: 'ask' })
})
afterAll(() => installation.remove())

const sh = (command: string): string => `\`\`\`sh\n${command}\n\`\`\`\n`
const session = async (): Promise<SessionId> =>
  (await connection.client.session.create({ workspace: workspace.id, agent: 'runbook' })).id

/** The turn that a prompt of a session with nothing to do starts. */
async function begun(sessionId: SessionId, text: string): Promise<Turn> {
  const prompted = await connection.client.session.prompt({ sessionId, text })
  if (prompted.kind !== 'turn') throw new Error('the prompt was queued')
  return prompted.turn
}

/** Prompts and waits until the turn asks or ends. */
async function prompt(sessionId: SessionId, text: string): Promise<TurnDetail> {
  const { id } = await begun(sessionId, text)
  return until(id, (turn) => turn.approvals.length > 0 || hasEnded(turn), sessionId)
}
const hasEnded = (turn: Turn): boolean => (terminalTurnStatuses as readonly string[]).includes(turn.status)
async function until(
  turnId: Turn['id'],
  fact: (turn: TurnDetail) => boolean,
  sessionId: SessionId,
): Promise<TurnDetail> {
  for (;;) {
    const turn = await connection.client.session.turn({ sessionId, turnId })
    if (fact(turn)) return turn
  }
}

it('gives one outcome to many answers at once, and tells each loser what won', async () => {
  const { approvals } = await prompt(await session(), sh('true'))
  const asked = approvals[0] as Approval
  const other = await installation.connect()
  const options = ['once', 'reject', 'always', 'reject']
  const [answers, commands] = await Promise.all([
    Promise.all(
      options.map((option, index) =>
        (index % 2 === 0 ? connection : other).client.approval.answer({ approvalId: asked.id, option }),
      ),
    ),
    Promise.all(
      options.map((option) => installation.cli(['approval', 'answer', asked.id, '--option', option])),
    ),
  ])
  const outcome = (await connection.client.approval.list({ all: true })).find(({ id }) => id === asked.id)!
  const chosen = outcome.options.find(({ id }) => id === outcome.chosenOption)!
  for (const { first: _first, ...answer } of answers) expect(answer).toEqual(outcome)
  const wonHere = answers.filter(({ first }) => first).length
  const late = commands.filter(({ stdout }) => stdout.includes('before this answer came'))
  expect(wonHere + commands.length - late.length).toBe(1)
  for (const { code, stdout } of late) {
    expect(code).toBe(0)
    expect(stdout).toContain(`"${chosen.name}"`)
    expect(stdout).toContain(outcome.answeredFrom === 'cli' ? 'by a command' : 'in the window')
  }
})

it('lists, revokes and restores the rules that "always" made, in words', async () => {
  const first = await session()
  const { approvals } = await prompt(first, sh('echo ruled'))
  await installation.json('approval', 'answer', approvals[0]!.id, '--option', 'allow_always')
  const rules = async (reference: string): Promise<ApprovalRule[]> =>
    (await installation.json<ApprovalRule[]>('approval', 'rules', reference)).filter(
      // The race before may have been won by "always".
      ({ match }) => match.type === 'command' && match.command === 'echo ruled',
    )
  const [rule] = await rules(workspace.name)
  const listed = await installation.cli(['approval', 'rules', workspace.id])
  expect(listed.stdout).toContain('Run exactly: echo ruled')

  const second = await session()
  const turn = await begun(second, sh('echo ruled'))
  const ended = await until(turn.id, hasEnded, second)
  expect(ended.approvals).toMatchObject([{ status: 'approved', answeredFrom: 'rule', rule: rule!.id }])

  const revoked = await installation.cli(['approval', 'revoke', rule!.id])
  expect(revoked.stdout).toContain(`switchyard approval restore ${rule!.id}`)
  expect((await prompt(second, sh('echo ruled'))).approvals).toMatchObject([{ status: 'pending' }])
  await connection.client.session.cancel({ sessionId: second })
  await installation.json('approval', 'restore', rule!.id)
  expect(await rules(workspace.id)).toMatchObject([{ id: rule!.id, uses: 1, revokedAt: null }])
  const missing = await installation.cli(['approval', 'revoke', 'rul_00000000000000000000'])
  expect(missing.stderr).toContain('rule_not_found')
})

it('cancels what an agent asked that is killed, and what was asked when the node agent is killed', async () => {
  const one = await session()
  const asking = await prompt(one, sh('echo killed'))
  process.kill(agentProcessOf(installation.home, one), 'SIGKILL')
  const interrupted = await until(asking.id, hasEnded, one)
  expect(interrupted).toMatchObject({ status: 'interrupted', approvals: [{ status: 'cancelled' }] })

  const two = await session()
  const again = await prompt(two, sh('echo killed too'))
  expect(again.approvals).toMatchObject([{ status: 'pending' }])
  await installation.kill('agent')
  const ended = await until(again.id, hasEnded, two)
  expect(ended).toMatchObject({ status: 'interrupted', approvals: [{ status: 'cancelled' }] })
  expect(await connection.client.approval.list({})).toEqual([])
  const late = await connection.client.approval.answer({
    approvalId: again.approvals[0]!.id,
    option: 'allow_once',
  })
  expect(late).toMatchObject({ status: 'cancelled', first: false })
})
