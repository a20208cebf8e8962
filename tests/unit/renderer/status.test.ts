import { describe, expect, it } from 'vitest'
import type { Node, SessionView } from '../../../src/contracts/index.ts'
import {
  applyChange,
  fromSnapshot,
  needsYou,
  needsYouCount,
  nodeStatus,
  sessionStatus,
  workspaceStatus,
} from '../../../src/renderer/state/index.ts'
import { approval, approvalId, nodeId, session, sessionId, snapshot, turnId, workspace } from './make.ts'

const ended = (status: 'succeeded' | 'failed' | 'cancelled' | 'interrupted'): Partial<SessionView> => ({
  lastTurn: { id: turnId(), status, endedAt: 1 },
})

describe('sessionStatus', () => {
  it.each<[string, Partial<SessionView>, number, string]>([
    ['waits for an answer whatever else', { status: 'running' }, 1, 'attention'],
    ['runs', { status: 'running' }, 0, 'running'],
    ['starts', { status: 'starting' }, 0, 'queued'],
    ['is idle', { status: 'idle' }, 0, 'idle'],
    ['finished unseen', { status: 'needs_attention', unseen: true, ...ended('succeeded') }, 0, 'done'],
    ['failed unseen', { status: 'needs_attention', unseen: true, ...ended('failed') }, 0, 'error'],
    ['was interrupted unseen', { status: 'stopped', unseen: true, ...ended('interrupted') }, 0, 'error'],
    ['finished and was seen', { status: 'idle', unseen: false, ...ended('succeeded') }, 0, 'idle'],
    ['was stopped', { status: 'stopped' }, 0, 'off'],
    ['broke', { status: 'error' }, 0, 'error'],
  ])('of a session that %s', (_what, over, approvals, status) => {
    expect(sessionStatus(session(over), approvals).status).toBe(status)
  })
})

describe('workspaceStatus', () => {
  const of = (sessions: SessionView[], waiting = 0) =>
    workspaceStatus(
      fromSnapshot(
        snapshot({ sessions, approvals: waiting ? [approval({ sessionId: sessions[0]!.id })] : [] }),
      ),
      workspace(),
    ).status
  const running = session({ id: sessionId('a'), status: 'running' })
  const idle = session({ id: sessionId('b') })
  it('shows the session that most wants eyes', () => {
    expect(of([running, idle])).toBe('running')
    expect(of([running, idle], 1)).toBe('attention')
    expect(of([idle])).toBe('idle')
  })
  it('does not look stopped because a session was', () => {
    expect(of([session({ status: 'stopped' })])).toBe('idle')
  })
  it('says that it failed whatever its sessions do', () => {
    const entities = fromSnapshot(snapshot({ sessions: [running] }))
    expect(workspaceStatus(entities, workspace({ status: 'error' })).status).toBe('error')
  })
})

describe('nodeStatus', () => {
  const node = (over: Partial<Node>): Node => ({
    id: nodeId,
    kind: 'local',
    name: 'box',
    status: 'running',
    health: 'healthy',
    link: 'connected',
    linkReason: null,
    agentVersion: null,
    platform: null,
    lastSeenAt: null,
    revokedAt: null,
    createdAt: 1,
    ...over,
  })
  it.each<[Partial<Node>, string]>([
    [{}, 'running'],
    [{ health: 'stale' }, 'stale'],
    [{ health: 'unhealthy' }, 'error'],
    [{ link: 'offline' }, 'off'],
    [{ link: 'connecting' }, 'queued'],
    [{ status: 'stopped' }, 'off'],
    [{ status: 'error' }, 'error'],
  ])('of %j is %s', (over, status) => {
    expect(nodeStatus(node(over)).status).toBe(status)
  })
})

describe('needsYou', () => {
  const unseen = { unseen: true, ...ended('succeeded') }
  it('counts a session that asks once, as its approvals', () => {
    const entities = fromSnapshot(
      snapshot({
        sessions: [session(unseen), session({ id: sessionId('b'), ...unseen })],
        approvals: [approval(), approval({ id: approvalId('b'), createdAt: 0 })],
      }),
    )
    expect(needsYouCount(entities)).toBe(3)
    expect(needsYou(entities).map((need) => need.sessionId)).toEqual([
      sessionId(),
      sessionId(),
      sessionId('b'),
    ])
  })
  it('is the same array until something of it changes, and then another', () => {
    const entities = fromSnapshot(snapshot({ approvals: [approval()] }))
    const first = needsYou(entities)
    expect(needsYou({ ...entities, settings: entities.settings })).toBe(first)
    const answered = applyChange(entities, {
      type: 'approval',
      entity: approval({ status: 'approved', revision: 2 }),
    })
    expect(needsYou(answered)).toEqual([])
    expect(needsYou(entities)).toEqual(first)
  })
})
