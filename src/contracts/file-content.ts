import { z } from 'zod'
import { FileStatus } from './git.ts'
import { RepositoryId, Timestamp } from './ids.ts'
import { Backup } from './workspace.ts'

/** A path relative to the worktree of its repository, with forward slashes; empty for the worktree itself. */
export const WorktreePath = z.string().max(4096)

/** One repository of a workspace and a path in its worktree. */
export const FilePlace = z.object({ repositoryId: RepositoryId, path: WorktreePath })
export type FilePlace = z.infer<typeof FilePlace>

/** Says which content was read: the SHA-256 of the file's bytes. */
export const FileStamp = z.string().regex(/^[0-9a-f]{64}$/)
export type FileStamp = z.infer<typeof FileStamp>

export const FolderEntry = z.object({
  name: z.string(),
  /** What a link leads to counts; a link that leads out of the worktree, or nowhere, is `other`. */
  kind: z.enum(['file', 'folder', 'other']),
  /** What a symbolic link says; null for what is none. */
  link: z.string().nullable(),
  ignored: z.boolean(),
})
export type FolderEntry = z.infer<typeof FolderEntry>

/** What is in one folder, folders first. Git's own folder is left out. */
export const FolderContents = z.object({
  path: z.string(),
  entries: z.array(FolderEntry),
  /** True when there are more entries than the limit. */
  truncated: z.boolean(),
})
export type FolderContents = z.infer<typeof FolderContents>

/** What in a worktree differs from HEAD. */
export const WorktreeStatus = z.object({
  files: z.array(z.object({ path: z.string(), status: FileStatus })),
  truncated: z.boolean(),
})
export type WorktreeStatus = z.infer<typeof WorktreeStatus>

/** How a text file's characters stand in its bytes. `latin1` is what is no UTF-8: each byte is one character. */
export const TextEncoding = z.enum(['utf8', 'utf8-bom', 'utf16le', 'utf16be', 'latin1'])
export type TextEncoding = z.infer<typeof TextEncoding>

/**
 * How lines end. Texts of `crlf` files travel with line feeds alone; those of `mixed` ones travel as they are.
 */
export const LineEnds = z.enum(['lf', 'crlf', 'mixed'])
export type LineEnds = z.infer<typeof LineEnds>

const about = {
  size: z.number().int(),
  modifiedAt: Timestamp,
  stamp: FileStamp,
}

/** What a file holds. */
export const FileContent = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('text'),
    ...about,
    text: z.string(),
    encoding: TextEncoding,
    lineEnds: LineEnds,
    /** Why it cannot be saved: its permissions, or its size; null when it can. */
    readOnly: z.enum(['permissions', 'size']).nullable(),
    /** True when only the beginning is shown. */
    cut: z.boolean(),
  }),
  z.object({ kind: z.literal('image'), ...about, mediaType: z.string(), base64: z.string() }),
  z.object({ kind: z.literal('binary'), size: z.number().int(), modifiedAt: Timestamp }),
  /** It is what was `known` already. */
  z.object({ kind: z.literal('unchanged') }),
])
export type FileContent = z.infer<typeof FileContent>

/** Text to save, and the content it was made from. */
export const FileSave = FilePlace.extend({
  text: z.string().max(64 * 1024 * 1024),
  encoding: TextEncoding,
  lineEnds: LineEnds,
  /** The stamp it was read at; another one on the disk is `file_changed`. Null: there must be no such file. */
  expected: FileStamp.nullable(),
  /** Saves over whatever is on the disk, which is backed up first. */
  overwrite: z.boolean().default(false),
})
export type FileSave = z.infer<typeof FileSave>

export const FileSaved = z.object({
  stamp: FileStamp,
  size: z.number().int(),
  modifiedAt: Timestamp,
  /** What was overwritten. */
  backup: Backup.nullable(),
})
export type FileSaved = z.infer<typeof FileSaved>

/** A file or folder that was deleted; `backup` is null when there was nothing in it to keep. */
export const FileDeleted = z.object({
  path: z.string(),
  kind: z.enum(['file', 'folder', 'link']),
  files: z.number().int(),
  backup: Backup.nullable(),
})
export type FileDeleted = z.infer<typeof FileDeleted>

/** Which deletion or overwriting to take back. */
export const FileRestore = FilePlace.extend({
  ref: z.string().startsWith('refs/switchyard/backup/').max(500),
})
export type FileRestore = z.infer<typeof FileRestore>

export const FileRestored = z.object({ files: z.number().int() })
export type FileRestored = z.infer<typeof FileRestored>
