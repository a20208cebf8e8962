import { describe, expect, it } from 'vitest'
import { lastPlace } from '../../../src/renderer/app/last-place.ts'
import { fromSnapshot } from '../../../src/renderer/state/entities.ts'
import { project, projectId, session, sessionId, snapshot, workspace, workspaceId } from './make.ts'

const entities = fromSnapshot(
  snapshot({
    projects: [project()],
    workspaces: [workspace(), workspace({ id: workspaceId('2') })],
    sessions: [session(), session({ id: sessionId('2'), workspaceId: workspaceId('2'), updatedAt: 5 })],
  }),
)

describe('the place a start leads to', () => {
  it('is the last one shown that still is', () => {
    const recent = ['app.theme-dark', `#/workspace/${workspaceId('gone')}`, `#/workspace/${workspaceId()}`]
    expect(lastPlace(entities, recent)).toEqual({
      name: 'workspace',
      workspaceId: workspaceId(),
      tab: null,
    })
  })
  it('is never a page of settings', () =>
    expect(lastPlace(entities, ['#/settings/agents'])).toMatchObject({ name: 'workspace' }))
  it('is where the newest session is when nothing is remembered', () =>
    expect(lastPlace(entities, [])).toEqual({
      name: 'workspace',
      workspaceId: workspaceId('2'),
      tab: { kind: 'session', id: sessionId('2') },
    }))
  it('is the newest workspace when there is no session, a project without any, or nothing', () => {
    const workspaces = [workspace({ updatedAt: 2 }), workspace({ id: workspaceId('2') })]
    expect(lastPlace(fromSnapshot(snapshot({ projects: [project()], workspaces })), [])).toMatchObject({
      name: 'workspace',
      workspaceId: workspaceId(),
    })
    expect(lastPlace(fromSnapshot(snapshot({ projects: [project()] })), [])).toEqual({
      name: 'project',
      projectId: projectId(),
      sessionId: null,
    })
    expect(lastPlace(fromSnapshot(snapshot({})), [])).toBeNull()
  })
})
