import { describe, expect, it } from 'vitest'
import type { AppChange } from '../../../src/contracts/index.ts'
import {
  applyChange,
  applyEvent,
  fromSnapshot,
  pictureOf,
  type Entities,
} from '../../../src/renderer/state/index.ts'
import { approval, project, projectId, session, snapshot, workspace, workspaceId } from './make.ts'

const start = fromSnapshot(
  snapshot({
    projects: [project({ updatedAt: 5 })],
    workspaces: [workspace({ revision: 5 })],
    sessions: [session({ revision: 5 })],
    approvals: [approval({ revision: 5 })],
    changes: [{ workspaceId: workspaceId(), version: 5, files: 1, added: 2, removed: 3 }],
  }),
)

const summary = (version: number) => ({ workspaceId: workspaceId(), version, files: 9, added: 9, removed: 9 })

describe('applyChange', () => {
  const cases: { rule: string; change: AppChange; look: (entities: Entities) => unknown; sees: unknown }[] = [
    {
      rule: 'takes a newer revision of a workspace',
      change: { type: 'workspace', entity: workspace({ revision: 6, name: 'New' }) },
      look: (entities) => entities.workspaces[workspaceId()]?.name,
      sees: 'New',
    },
    {
      rule: 'leaves out an older revision of a workspace',
      change: { type: 'workspace', entity: workspace({ revision: 4, name: 'Old' }) },
      look: (entities) => entities.workspaces[workspaceId()]?.name,
      sees: 'Login timeout',
    },
    {
      rule: 'takes the same revision of a session, which may be seen now',
      change: { type: 'session', entity: session({ revision: 5, unseen: true }) },
      look: (entities) => Object.values(entities.sessions)[0]?.unseen,
      sees: true,
    },
    {
      rule: 'leaves out an older project',
      change: { type: 'project', entity: project({ updatedAt: 4, name: 'old' }) },
      look: (entities) => entities.projects[projectId()]?.name,
      sees: 'shop',
    },
    {
      rule: 'removes a workspace with its counts',
      change: { type: 'workspace.removed', id: workspaceId() },
      look: (entities) => [Object.keys(entities.workspaces), Object.keys(entities.changes)],
      sees: [[], []],
    },
    {
      rule: 'drops an approval that was answered',
      change: { type: 'approval', entity: approval({ revision: 6, status: 'approved' }) },
      look: (entities) => Object.keys(entities.approvals),
      sees: [],
    },
    {
      rule: 'leaves out counts of an older version',
      change: { type: 'changes', entity: summary(4) },
      look: (entities) => entities.changes[workspaceId()]?.files,
      sees: 1,
    },
    {
      rule: 'takes counts of a newer version',
      change: { type: 'changes', entity: summary(6) },
      look: (entities) => entities.changes[workspaceId()]?.files,
      sees: 9,
    },
  ]
  it.each(cases)('$rule', ({ change, look, sees }) => {
    expect(look(applyChange(start, change))).toEqual(sees)
  })

  it.each(cases)('changes nothing when it comes twice: $rule', ({ change }) => {
    const once = applyChange(start, change)
    expect(applyChange(once, change)).toEqual(once)
  })

  it('keeps what a change does not name', () => {
    const after = applyChange(start, { type: 'workspace', entity: workspace({ revision: 6 }) })
    expect(after.sessions).toBe(start.sessions)
    expect(after.projects).toBe(start.projects)
  })
})

describe('applyEvent', () => {
  const picture = pictureOf(snapshot({ workspaces: [workspace({ name: 'Old' })] }))
  const renamed = (epoch: string, seq: number) =>
    applyEvent(picture, {
      type: 'change',
      cursor: { epoch, seq },
      change: { type: 'workspace', entity: workspace({ revision: 2, name: 'New' }) },
    })

  it('advances the cursor with the change', () => {
    const after = renamed('a', 11)
    expect(after).toMatchObject({ phase: 'ready', cursor: { epoch: 'a', seq: 11 } })
    expect(after.phase === 'ready' && after.entities.workspaces[workspaceId()]?.name).toBe('New')
  })

  it.each([
    ['a', 10],
    ['a', 9],
    ['b', 11],
  ])('leaves out an event of epoch %s at %i, which the snapshot covers or another run told', (epoch, seq) => {
    expect(renamed(epoch, seq)).toBe(picture)
  })
})
