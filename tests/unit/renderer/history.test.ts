import { describe, expect, it } from 'vitest'
import type { HistoryHit } from '../../../src/contracts/index.ts'
import { groupHits, hitRoute } from '../../../src/renderer/features/history/group-hits.ts'
import { itemId, projectId, sessionId, turnId, workspaceId } from './make.ts'

const hit = (session: string, position: number, deletedAt: number | null = null): HistoryHit => ({
  sessionId: sessionId(session),
  sessionTitle: session,
  agentName: 'Runbook',
  place: {
    workspaceId: workspaceId(),
    workspaceName: 'one',
    branch: 'try/one',
    worktrees: [],
    deletedAt,
    projectId: projectId(),
    projectName: null,
  },
  turnId: turnId(),
  itemId: itemId(`${position}`),
  position,
  kind: 'agent',
  snippet: { text: '', marks: [] },
  createdAt: 1,
})

describe('hits', () => {
  it('stand by session, in the order of their newest', () => {
    const groups = groupHits([hit('b', 9), hit('a', 5), hit('b', 2)])
    expect(groups.map(({ hits }) => hits.map(({ position }) => position))).toEqual([[9, 2], [5]])
  })
  it('open in their workspace, or read only where that was deleted', () => {
    expect(hitRoute(hit('a', 5))).toEqual({
      name: 'workspace',
      workspaceId: workspaceId(),
      tab: { kind: 'session', id: sessionId('a'), at: 5 },
    })
    expect(hitRoute(hit('a', 5, 1))).toEqual({ name: 'past-session', sessionId: sessionId('a'), at: 5 })
  })
})
