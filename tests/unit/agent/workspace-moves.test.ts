import { describe, expect, test } from 'vitest'
import { WorkspaceStatus, type Workspace } from '../../../src/contracts/index.ts'
import { newId } from '../../../src/base/index.ts'
import { moveWorkspace, workspaceMoves, type Move } from '../../../src/agent/workspaces/workspace-moves.ts'

const workspace = (status: Workspace['status']): Workspace => ({
  id: newId('workspace'),
  projectId: newId('project'),
  nodeId: newId('node'),
  name: 'One',
  branch: 'one',
  status,
  error: { code: 'internal', message: 'old' },
  prompt: '',
  folder: '/f',
  archived: false,
  pinned: false,
  activeRepositoryId: null,
  workingDirectory: '',
  underWay: null,
  repositories: [],
  createdAt: 1,
  updatedAt: 1,
  revision: 7,
})
const moveTo = (to: Workspace['status']): Move =>
  to === 'error' ? { to, error: { code: 'internal', message: 'new' } } : { to }

const allowed: Record<Workspace['status'], string> = {
  pending: 'creating error',
  creating: 'running stopped error',
  running: 'stopping deleting error',
  stopping: 'stopped error',
  stopped: 'creating stopping deleting error',
  error: 'creating stopping deleting error',
  deleting: 'deleted error',
  deleted: '',
}

describe.each(WorkspaceStatus.options)('a workspace that is %s', (from) => {
  test.each(WorkspaceStatus.options)('→ %s', (to) => {
    const legal = allowed[from].split(' ').includes(to)
    expect(workspaceMoves[from].includes(to)).toBe(legal)
    if (!legal) {
      expect(() => moveWorkspace(workspace(from), moveTo(to), 9)).toThrow(
        expect.objectContaining({ code: 'invalid_transition', details: { from, to } }),
      )
      return
    }
    const moved = moveWorkspace(workspace(from), moveTo(to), 9)
    expect(moved).toMatchObject({ status: to, updatedAt: 9, revision: 8 })
    expect(moved.error?.message).toBe(to === 'error' ? 'new' : undefined)
  })
})
