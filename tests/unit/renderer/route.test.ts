import { describe, expect, it } from 'vitest'
import {
  formatRoute,
  parseRoute,
  positionIn,
  withoutDetail,
  type Route,
} from '../../../src/renderer/app/route.ts'
import type { TerminalId } from '../../../src/contracts/index.ts'
import { projectId, sessionId, workspaceId } from './make.ts'

const terminalId = 'trm_00000000000000000000' as TerminalId

describe('routes', () => {
  it.each<Route>([
    { name: 'home' },
    { name: 'project', projectId: projectId(), sessionId: null },
    { name: 'project', projectId: projectId(), sessionId: sessionId() },
    { name: 'workspace', workspaceId: workspaceId(), tab: null },
    { name: 'workspace', workspaceId: workspaceId(), tab: { kind: 'session', id: sessionId() } },
    { name: 'workspace', workspaceId: workspaceId(), tab: { kind: 'terminal', id: terminalId } },
    { name: 'workspace', workspaceId: workspaceId(), tab: { kind: 'session', id: sessionId(), at: 42 } },
    { name: 'inbox' },
    { name: 'history', query: '' },
    { name: 'history', query: 'a/b "c d" #100 %' },
    { name: 'past-session', sessionId: sessionId() },
    { name: 'past-session', sessionId: sessionId(), at: 0 },
    { name: 'settings', page: 'limits', item: null },
    { name: 'settings', page: 'agents', item: 'a/b c' },
  ])('reads back what it writes: %j', (route) => {
    expect(parseRoute(formatRoute(route))).toEqual(route)
  })

  it.each([
    '',
    '#',
    '#/',
    '#/nowhere',
    '#/workspace/../x',
    '#/workspace/prj_00000000000000000000',
    '#/project',
  ])('leads home from %j', (hash) => {
    expect(parseRoute(hash)).toEqual({ name: 'home' })
  })

  it('takes a query as it stands when its address was mangled', () => {
    expect(parseRoute('#/history/find/100%')).toEqual({ name: 'history', query: '100%' })
  })

  it('names the item to show only of the session it is in', () => {
    const tab = { kind: 'session', id: sessionId(), at: 7 } as const
    const route: Route = { name: 'workspace', workspaceId: workspaceId(), tab }
    expect(positionIn(route, sessionId())).toBe(7)
    expect(positionIn(route, sessionId('2'))).toBeNull()
    expect(positionIn({ name: 'past-session', sessionId: sessionId(), at: 8 }, sessionId())).toBe(8)
    expect(withoutDetail(route)).toEqual({ ...route, tab: { kind: 'session', id: sessionId() } })
  })

  it('opens the general settings for a page it does not know', () => {
    expect(parseRoute('#/settings/clouds')).toEqual({ name: 'settings', page: 'general', item: null })
  })

  it('opens a workspace without a tab when the tab is no id', () => {
    expect(parseRoute(`#/workspace/${workspaceId()}/session/x`)).toMatchObject({ tab: null })
  })
})
