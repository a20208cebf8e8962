import { describe, expect, it } from 'vitest'
import type { AgentInfo } from '../../../src/contracts/index.ts'
import {
  agentToAsk,
  conversationTitle,
  findConversations,
  rememberingAgents,
} from '../../../src/renderer/features/conversations/find.ts'

const agent = (id: string, over: Partial<AgentInfo> = {}): AgentInfo => ({
  id,
  name: id,
  kind: 'acp',
  builtIn: false,
  custom: false,
  available: true,
  version: null,
  path: null,
  command: id,
  install: null,
  homepage: null,
  ...over,
})
const runbook = agent('runbook', { builtIn: true })
const [claude, codex] = [agent('claude'), agent('codex')]

describe('agents that may remember conversations', () => {
  it('are here and speak ACP; the built-in one is last', () => {
    const all = [
      runbook,
      claude,
      agent('gone', { available: false }),
      agent('shell', { kind: 'terminal' }),
      codex,
    ]
    expect(rememberingAgents(all).map(({ id }) => id)).toEqual(['claude', 'codex', 'runbook'])
  })
  it.each([
    ['the chosen one', [claude, codex], 'codex', 'claude', 'codex'],
    ["else the project's", [claude, codex], null, 'codex', 'codex'],
    ['also where the chosen one has gone', [claude, codex], 'gone', 'codex', 'codex'],
    ['but not the built-in one, which forgets', [claude, runbook], null, 'runbook', 'claude'],
    ['unless it is alone', [runbook], null, 'runbook', 'runbook'],
    ['or chosen', [claude, runbook], 'runbook', 'claude', 'runbook'],
    ['or nobody', [], null, 'claude', undefined],
  ])('of which is asked: %s', (_, agents, chosen, wanted, asked) =>
    expect(agentToAsk(agents, chosen, wanted)?.id).toBe(asked),
  )
})

describe('the filter', () => {
  const of = (title: string | null) => ({ id: title ?? 'none', title, updatedAt: null })
  const all = [of('Fix the tax'), of('Fix the cart'), of(null)]
  const found = (query: string) => findConversations(all, query).map(conversationTitle)
  it('keeps those whose title holds every word, in their order', () => {
    expect(found('FIX')).toEqual(['Fix the tax', 'Fix the cart'])
    expect(found(' cart  fix')).toEqual(['Fix the cart'])
    expect(found('')).toHaveLength(3)
    expect(found('x y')).toEqual([])
  })
  it('finds one without a title by what stands in its place', () =>
    expect(found('untitled')).toEqual(['Untitled conversation']))
})
