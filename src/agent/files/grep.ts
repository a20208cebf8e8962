import { RunError } from '../../base/index.ts'
import {
  Failure,
  type FoundLine,
  type GrepBatch,
  type GrepQuery,
  type Limits,
  type Workspace,
  type WorkspaceId,
  type WorkspaceRepository,
} from '../../contracts/index.ts'
import { GitFailed, gitGrep, type GitAt } from '../git/index.ts'
import { assertReadable } from '../workspaces/index.ts'
import { foundLine, plainMatches, unitsAt } from './found-line.ts'
import { globExpression, withoutBraces } from './glob.ts'
import { ripgrep } from './ripgrep.ts'

interface Deps {
  gitAt: GitAt
  limits: () => Limits
  env: Readonly<Record<string, string | undefined>>
  /** The workspace whatever its state; throws `workspace_not_found`. */
  workspace(id: WorkspaceId): Workspace
  /** Path of ripgrep; null where it is not installed. */
  ripgrep(): Promise<string | null>
}

type Globs = { includeGlobs: string[]; excludeGlobs: string[] }
interface Found {
  lines: FoundLine[]
  matches: number
}

/** Lines of one message; more at once would only be late. */
const batchLines = 200

/**
 * Looks for a text in all files of a workspace, one repository after the other: with ripgrep where there is one, else
 * with `git grep`. Batches come while it searches; the last one is `done`. Ends at `foundLines` lines.
 */
export class FileGrep {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  async *grep(
    { workspaceId, ...query }: GrepQuery & { workspaceId: WorkspaceId },
    signal?: AbortSignal,
  ): AsyncGenerator<GrepBatch> {
    const { limits, workspace } = this.#deps
    const { repositories, ...rest } = workspace(workspaceId)
    assertReadable({ ...rest, repositories })
    const program = await this.#deps.ripgrep()
    const by = program ? ('ripgrep' as const) : ('git grep' as const)
    const files = new Set<string>()
    const total = { files: 0, lines: 0, matches: 0 }
    const most = limits().foundLines
    for (const repository of repositories)
      for await (const { lines, matches } of this.#search(program, repository, query, signal)) {
        const kept = lines.slice(0, most - total.lines)
        for (const { path } of kept) files.add(`${repository.repositoryId} ${path}`)
        total.files = files.size
        total.lines += kept.length
        total.matches += matches
        for (let at = 0; at < kept.length; at += batchLines)
          yield {
            lines: kept.slice(at, at + batchLines),
            total: { ...total },
            truncated: false,
            done: false,
            by,
          }
        if (total.lines >= most) return yield { lines: [], total, truncated: true, done: true, by }
      }
    yield { lines: [], total, truncated: false, done: true, by }
  }

  async *#search(
    program: string | null,
    repository: WorkspaceRepository,
    query: GrepQuery,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Found> {
    const globs = {
      includeGlobs: query.include.flatMap(withoutBraces).flatMap(anywhere),
      excludeGlobs: query.exclude.flatMap(withoutBraces).flatMap(anywhere),
    }
    try {
      yield* program
        ? this.#byRipgrep(program, repository, { ...query, ...globs }, signal)
        : this.#byGit(repository, { ...query, ...globs }, signal)
    } catch (error) {
      throw asFailure(error, query)
    }
  }

  async *#byRipgrep(
    program: string,
    repository: WorkspaceRepository,
    query: GrepQuery & Globs,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Found> {
    const where = { cwd: repository.worktree, env: this.#deps.env, signal }
    const included = query.includeGlobs.map(globExpression)
    const isIncluded = (path: string): boolean =>
      included.length === 0 || included.some((glob) => glob.test(path))
    for await (const lines of ripgrep(program, query, where)) {
      // Given to ripgrep, they would also bring in what git ignores.
      const wanted = lines.filter(({ path }) => isIncluded(path))
      yield {
        matches: wanted.reduce((sum, { matches }) => sum + matches.length, 0),
        lines: wanted.map((line) => {
          const bytes = Buffer.from(line.text)
          const matches = line.matches.map(
            ({ start, end }) => [unitsAt(bytes, start), unitsAt(bytes, end)] as const,
          )
          return foundLine(repository, { ...line, matches, start: matches[0]?.[0] ?? 0 })
        }),
      }
    }
  }

  async *#byGit(
    repository: WorkspaceRepository,
    query: GrepQuery & Globs,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Found> {
    for await (const lines of gitGrep(this.#deps.gitAt(repository.worktree), query, signal)) {
      const found = lines.map((line) => {
        // Where an expression's matches end only git knows.
        const matches = query.regex ? [] : plainMatches(line.text, query.pattern, query)
        const start = unitsAt(Buffer.from(line.text), line.column - 1)
        return foundLine(repository, { ...line, matches, start })
      })
      yield { lines: found, matches: found.reduce((sum, { at }) => sum + Math.max(1, at.length), 0) }
    }
  }
}

/** A glob as written by people: a name alone counts in every folder, a folder stands for all that is in it. */
function anywhere(glob: string): string[] {
  const plain = glob
    .trim()
    .replace(/^\.?\//, '')
    .replace(/\/$/, '')
  if (plain === '') return []
  const path = plain.includes('/') ? plain : `**/${plain}`
  return [path, `${path}/**`]
}

/** What the program said of the pattern; anything else goes through. */
function asFailure(error: unknown, { pattern }: GrepQuery): unknown {
  const said =
    error instanceof RunError && error.reason === 'exit'
      ? error.stderr.trim()
      : error instanceof GitFailed
        ? error.message
        : null
  if (said === null) return error
  return new Failure('invalid_input', `${JSON.stringify(pattern)} cannot be searched for: ${said}`, {
    details: { path: 'pattern' },
    cause: error,
  })
}
