import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AgentInfo, RepositoryDiff } from '../../src/contracts/index.ts'
import type { Script } from '../hosts/model/index.ts'
import { agentsNamed, type PublishedAgent } from './catalogue.ts'
import { installAgent, type Installed } from './install.ts'
import { said, Stage } from './stage.ts'

const greeting = 'Hello there, this answer comes in several pieces.'
const content = 'Written by an agent.\n'

/** Prompts carry the words of their scene; paths are known once the workspace is. */
const scriptFor = (agent: PublishedAgent, worktree: string): Script => [
  { when: 'scene greet', steps: [{ say: greeting, wordDelayMs: 20 }] },
  {
    when: 'scene write',
    steps: [
      { say: 'I write it.', call: agent.write(join(worktree, 'notes.md'), content) },
      { say: 'Written, done.' },
    ],
  },
  {
    when: 'scene refused',
    steps: [
      { say: 'I write that.', call: agent.write(join(worktree, 'refused.md'), content) },
      { say: 'Then not.' },
    ],
  },
  { when: 'scene slow', steps: [{ say: 'Working on it for a long time', wordDelayMs: 20, hold: true }] },
  { when: 'scene recall', steps: [{ say: 'The word was {recalled}.', recall: 'word is (\\w+)' }] },
]

/** Fewer prove little about agents in general. */
const fewestAgents = 2

const chosen = agentsNamed(process.env['SWITCHYARD_TEST_AGENTS'] ?? '')
const installations = new Map<PublishedAgent, Installed>()
for (const agent of chosen) installations.set(agent, await installAgent(agent.profile, agent.packageName))

describe('published agents', () => {
  it(`are ${fewestAgents} or more, unless fewer were asked for`, () => {
    const had = [...installations.values()].filter((installed) => 'version' in installed)
    expect(had.length).toBeGreaterThanOrEqual(Math.min(fewestAgents, chosen.length))
  })
})

for (const [agent, installed] of installations) {
  if ('missing' in installed) {
    it(agent.packageName, (context) => context.skip(installed.missing))
    continue
  }
  describe(`${agent.packageName} ${installed.version}`, () => {
    let stage: Stage

    beforeAll(async () => {
      stage = await Stage.open(agent, installed.programs, [])
      await stage.connect()
      await stage.begin()
      stage.model.script = scriptFor(agent, stage.worktree)
    })
    afterAll(() => stage?.close())

    it('is found with its version', async (context) => {
      await context.annotate(`${agent.packageName} ${installed.version}${installed.note}`, 'note')
      const agents = await stage.installation.json<AgentInfo[]>('agent', 'list')
      expect(agents.find(({ id }) => id === agent.profile)).toMatchObject({ available: true })
    })

    it('streams its text while the model still speaks', async () => {
      const { turnId, deltas } = await stage.follow(greeting, () =>
        stage.prompt('scene greet: say hello. The word is marigold.'),
      )
      const turn = await stage.untilEnded(turnId)
      expect(turn).toMatchObject({ status: 'succeeded', error: null })
      // Once and whole; one agent puts a warning of its own before it.
      expect(said(turn).split(greeting)).toHaveLength(2)
      expect(deltas.length).toBeGreaterThan(1)
    })

    it('asks before it writes, and an allowed file is on disk and in the diff', async () => {
      const turnId = await stage.prompt('scene write: write the file notes.md.')
      const approval = await stage.untilAsked(turnId)
      expect(approval.detail).toContain('notes.md')
      expect(existsSync(join(stage.worktree, 'notes.md'))).toBe(false)
      await stage.client.approval.answer({ approvalId: approval.id, option: 'allow_once' })
      const turn = await stage.untilEnded(turnId)
      expect(turn).toMatchObject({ status: 'succeeded', approvals: [{ status: 'approved' }] })
      expect(said(turn)).toContain('Written, done.')
      expect(readFileSync(join(stage.worktree, 'notes.md'), 'utf8')).toBe(content)
      const [diff] = await stage.installation.json<RepositoryDiff[]>('diff', stage.workspace.id)
      expect(diff?.files).toMatchObject([{ path: 'notes.md', status: 'A', added: 1 }])
    })

    it('writes nothing that is refused', async () => {
      const turnId = await stage.prompt('scene refused: write the file refused.md.')
      const approval = await stage.untilAsked(turnId)
      await stage.client.approval.answer({ approvalId: approval.id, option: 'reject_once' })
      const turn = await stage.untilEnded(turnId)
      expect(turn.approvals).toMatchObject([{ status: 'denied' }])
      expect(['succeeded', 'cancelled']).toContain(turn.status)
      expect(existsSync(join(stage.worktree, 'refused.md'))).toBe(false)
    })

    it('ends as cancelled in the middle of an answer, which the model notices', async () => {
      const { turnId, deltas } = await stage.follow('Working', () =>
        stage.prompt('scene slow: take your time.'),
      )
      expect(deltas).not.toEqual([])
      const asked = stage.model.requests.findLast((request) => request.said.startsWith('Working'))
      expect(asked?.state).toBe('answering')
      await stage.client.session.cancel({ sessionId: stage.sessionId })
      expect(await stage.untilEnded(turnId)).toMatchObject({ status: 'cancelled', error: null })
      await expect.poll(() => asked?.state).toBe('aborted')
    })

    it('goes on where the node agent was killed in the middle of an answer, and remembers', async () => {
      await stage.untilResumable()
      const { turnId } = await stage.follow('Working', () => stage.prompt('scene slow: once more.'))
      const before = stage.agentPids()
      expect(before).not.toEqual([])
      await stage.installation.kill('agent')
      const turn = await stage.untilEnded(await stage.prompt('scene recall: which word was it?'))
      expect(turn).toMatchObject({ status: 'succeeded', ordinal: 6 })
      expect(said(turn)).toContain('The word was marigold.')
      const interrupted = await stage.turn(turnId)
      expect(interrupted.status).toBe('interrupted')
      expect(said(interrupted)).toContain('Working')
      const after = stage.agentPids()
      expect(before.filter((pid) => after.includes(pid))).toEqual([])

      const asked = stage.model.requests.findLast((request) => request.said.startsWith('The word was'))
      const entries = asked?.conversation.entries.slice(0, -1) ?? []
      expect(entries.some(({ role, text }) => role === 'user' && text.includes('scene greet'))).toBe(true)
      expect(entries.some(({ role, text }) => role === 'assistant' && text.includes(greeting))).toBe(true)
      // No notice: it was the agent that remembered, we did not tell it again.
      expect(turn.messages.filter(({ role }) => role === 'notice')).toEqual([])
    })

    it('answers an edited message as if nothing had come after it', async () => {
      const { sessionId } = stage
      const { turns } = await stage.client.session.show({ sessionId })
      const text = 'scene recall: and which word was it?'
      const ids = { sessionId, turnId: turns[1]!.id, idempotencyKey: randomUUID() }
      const { id } = await stage.client.turn.retry({ ...ids, text })
      const turn = await stage.untilEnded(id)
      expect(turn).toMatchObject({ status: 'succeeded', parentId: turns[0]!.id })
      expect(said(turn)).toContain('The word was marigold.')
      // No agent can take back what was said in a conversation, so this one began another and was told the first turn.
      expect(turn.messages.filter(({ role }) => role === 'notice')).toHaveLength(1)
      const asked = stage.model.requests.findLast((request) => request.said.startsWith('The word was'))
      expect(JSON.stringify(asked?.conversation.entries)).not.toContain('scene refused')
    })

    it('leaves no process behind when its session is stopped', async (context) => {
      await stage.client.session.stop({ sessionId: stage.sessionId })
      expect(stage.agentPids()).toEqual([])
      for (const outside of new Set(stage.model.unknown))
        await context.annotate(`${agent.packageName} asked in vain for ${outside}`, 'note')
    })
  })
}
