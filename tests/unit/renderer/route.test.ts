import { describe, expect, it } from 'vitest'
import { formatRoute, parseRoute, type Route } from '../../../src/renderer/app/route.ts'
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

  it('opens the general settings for a page it does not know', () => {
    expect(parseRoute('#/settings/clouds')).toEqual({ name: 'settings', page: 'general', item: null })
  })

  it('opens a workspace without a tab when the tab is no id', () => {
    expect(parseRoute(`#/workspace/${workspaceId()}/session/x`)).toMatchObject({ tab: null })
  })
})
