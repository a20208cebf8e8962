import { z } from 'zod'
import { FileStatus } from './git.ts'
import { RepositoryId, Timestamp, WorkspaceId } from './ids.ts'
import { NodePath } from './project.ts'

/** A repository in which backups are looked for. */
export const BackupSource = z.object({ repositoryId: RepositoryId, name: z.string(), path: NodePath })
export type BackupSource = z.infer<typeof BackupSource>

/** A ref `refs/switchyard/backup/<workspace>/…`; names of any other form are none of ours. */
export const BackupRef = z
  .string()
  .max(500)
  .regex(/^refs\/switchyard\/backup\/ws_[0-9a-z]{20}\/[0-9A-Za-z._/-]+$/, 'is not the ref of a backup')

/** Work that was kept before something was removed; also of workspaces that are deleted. */
export const BackupEntry = z.object({
  ref: BackupRef,
  commit: z.string(),
  workspaceId: WorkspaceId,
  /** Its last name; null when no record knows it. */
  workspace: z.string().nullable(),
  /** True when the workspace is still there. */
  exists: z.boolean(),
  repositoryId: RepositoryId,
  repository: z.string(),
  source: z.string(),
  createdAt: Timestamp,
  /** What it was made of, in words. */
  title: z.string(),
})
export type BackupEntry = z.infer<typeof BackupEntry>

export const BackupDetail = BackupEntry.extend({
  /** What differs from the commit that was checked out; the first ones of many. */
  files: z.array(z.object({ status: FileStatus, path: z.string() })),
  total: z.number().int(),
})
export type BackupDetail = z.infer<typeof BackupDetail>

/** Where a backup goes: a new branch at it, or into the worktree of a workspace, over nothing that differs. */
export const RestoreInto = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('branch'), branch: z.string().min(1).max(244) }),
  z.object({ kind: z.literal('workspace'), workspaceId: WorkspaceId }),
])
export type RestoreInto = z.infer<typeof RestoreInto>

export const BackupRestored = z.object({
  ref: BackupRef,
  /** The new branch; null when it went into a worktree. */
  branch: z.string().nullable(),
  /** Files of the worktree that changed. */
  files: z.array(z.string()),
})
export type BackupRestored = z.infer<typeof BackupRestored>
