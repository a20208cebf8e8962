import { WorkspaceId } from '../../contracts/index.ts'

/**
 * The workspace a call's raw input names; `workspace.create` names it by the id it is to get. What is no id at all
 * counts as none: the input's own check will refuse it by name.
 */
export function workspaceOf(path: readonly string[], input: unknown): WorkspaceId | undefined {
  if (input === null || typeof input !== 'object') return undefined
  const given = input as { workspaceId?: unknown; id?: unknown }
  const id = WorkspaceId.safeParse(path.join('.') === 'workspace.create' ? given.id : given.workspaceId)
  return id.success ? id.data : undefined
}
