import { z } from 'zod'
import { NodeId, ProjectId, RepositoryId, Timestamp } from './ids.ts'
import { McpServers } from './mcp.ts'

/** A name a person gives: one line, no control characters, trimmed. */
export const DisplayName = z
  .string()
  .trim()
  .min(1, 'is empty')
  .max(100, 'is longer than 100 characters')
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'holds a control character')

/** An absolute path on a node. NUL is refused here, everything else by the file system. */
export const NodePath = z
  .string()
  .min(1)
  .max(4096)
  .refine((path) => !path.includes('\0'), 'holds a NUL character')

export const Repository = z.object({
  id: RepositoryId,
  projectId: ProjectId,
  nodeId: NodeId,
  name: z.string(),
  /** Absolute path of the user's own repository on its node. */
  path: z.string(),
  defaultBranch: z.string(),
  createdAt: Timestamp,
})
export type Repository = z.infer<typeof Repository>

export const Project = z.object({
  id: ProjectId,
  name: z.string(),
  repositories: z.array(Repository),
  /** Profile id of the agent that new sessions start with. */
  defaultAgent: z.string(),
  branchPrefix: z.string(),
  /** Tools that every new session in it is given, beside those of its agent's profile. */
  mcpServers: McpServers,
  createdAt: Timestamp,
  updatedAt: Timestamp,
})
export type Project = z.infer<typeof Project>

/** What a look at a folder says of the repository there. */
export const RepositoryInfo = z.object({
  path: z.string(),
  name: z.string(),
  defaultBranch: z.string(),
  /** Checked-out branch, null when HEAD is detached. */
  currentBranch: z.string().nullable(),
  head: z.string(),
})
export type RepositoryInfo = z.infer<typeof RepositoryInfo>

export const Branch = z.object({
  name: z.string(),
  commit: z.string(),
  remote: z.boolean(),
  /** Worktree that has it checked out, if any. */
  worktree: z.string().nullable(),
  committedAt: Timestamp,
})
export type Branch = z.infer<typeof Branch>

/** Whether a branch name can be used for a new workspace; `suggestion` is a free name close to it. */
export const BranchCheck = z.object({
  repositoryId: RepositoryId,
  repository: z.string(),
  branch: z.string(),
  result: z.enum(['free', 'exists', 'invalid']),
  message: z.string().nullable(),
  suggestion: z.string().nullable(),
})
export type BranchCheck = z.infer<typeof BranchCheck>

export const FolderListing = z.object({
  path: z.string(),
  parent: z.string().nullable(),
  entries: z.array(z.object({ name: z.string(), path: z.string(), repository: z.boolean() })),
  truncated: z.boolean(),
})
export type FolderListing = z.infer<typeof FolderListing>
