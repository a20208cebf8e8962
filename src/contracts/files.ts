import { z } from 'zod'
import { RepositoryId, Timestamp } from './ids.ts'

/** A file of a worktree that a search found. */
export const FoundFile = z.object({
  repositoryId: RepositoryId,
  repository: z.string(),
  /** Relative to the worktree of its repository, with forward slashes. */
  path: z.string(),
  /** Indexes of the characters of `path` that the query matched, ascending, counted in code points. */
  at: z.array(z.number().int().nonnegative()),
  /** True when it differs from HEAD or git does not track it yet. */
  uncommitted: z.boolean(),
  /** When it was last changed, by its last commit or by the file system; null where that was long ago. */
  changedAt: Timestamp.nullable(),
})
export type FoundFile = z.infer<typeof FoundFile>

/** What a search for files found, best first. */
export const FoundFiles = z.object({
  files: z.array(FoundFile),
  /** How many match, also those beyond the limit asked for. */
  total: z.number().int(),
  /** True when a repository holds more files than are searched. */
  truncated: z.boolean(),
})
export type FoundFiles = z.infer<typeof FoundFiles>

/** The query and how many to return. An empty query gives what was changed last. */
export const FileQuery = z.object({
  query: z.string().max(500),
  limit: z.number().int().min(1).max(200).default(50),
})
export type FileQuery = z.infer<typeof FileQuery>
