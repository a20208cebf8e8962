import { z } from 'zod'
import { RepositoryId } from './ids.ts'

const globs = z.array(z.string().min(1).max(500)).max(50).default([])

/** What to look for in the files of a workspace. */
export const GrepQuery = z.object({
  pattern: z.string().min(1).max(2_000),
  matchCase: z.boolean().default(false),
  wholeWord: z.boolean().default(false),
  /** The pattern is a regular expression, of the program that searches. */
  regex: z.boolean().default(false),
  /** Globs as in `.gitignore`, such as `*.ts` or `src/**`: only these files, and not those. */
  include: globs,
  exclude: globs,
  /** Also files that git ignores. */
  ignored: z.boolean().default(false),
})
export type GrepQuery = z.infer<typeof GrepQuery>

/** One line that matches. */
export const FoundLine = z.object({
  repositoryId: RepositoryId,
  repository: z.string(),
  path: z.string(),
  /** From 1. */
  line: z.number().int().positive(),
  /** Of the first match, from 1, in UTF-16 units of the whole line. */
  column: z.number().int().positive(),
  /** The line, or what is near its first match. */
  text: z.string(),
  /** Start and end of each match in `text`, in UTF-16 units. */
  at: z.array(z.tuple([z.number().int(), z.number().int()])),
})
export type FoundLine = z.infer<typeof FoundLine>

/** Some more of what was found, and the counts so far. The last one is `done`. */
export const GrepBatch = z.object({
  lines: z.array(FoundLine),
  total: z.object({ files: z.number().int(), lines: z.number().int(), matches: z.number().int() }),
  /** True when the limit was reached and the search ended there. */
  truncated: z.boolean(),
  done: z.boolean(),
  /** What searches. */
  by: z.enum(['ripgrep', 'git grep']),
})
export type GrepBatch = z.infer<typeof GrepBatch>
