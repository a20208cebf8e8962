import type { Clock } from '../../base/index.ts'
import type {
  FileQuery,
  FoundFile,
  FoundFiles,
  Limits,
  Workspace,
  WorkspaceId,
  WorkspaceRepository,
} from '../../contracts/index.ts'
import type { GitAt } from '../git/index.ts'
import { assertReadable } from '../workspaces/index.ts'
import { Best } from './best.ts'
import { FileLists } from './file-lists.ts'
import { readWords, scoreFile, type RankedFile, type Words } from './rank.ts'

interface Deps {
  gitAt: GitAt
  clock: Clock
  limits: () => Limits
  /** The workspace whatever its state; throws `workspace_not_found`. */
  workspace(id: WorkspaceId): Workspace
  /** A number that grows with each change seen in the workspace; null while nobody watches it. */
  version(id: WorkspaceId): number | null
}

interface Candidate {
  repository: WorkspaceRepository
  words: Words
  file: RankedFile
}

/** Fuzzy search for the files of a workspace: `files.*` of the agent contract. */
export class FileSearch {
  readonly #deps: Deps
  readonly #lists: FileLists

  constructor(deps: Deps) {
    this.#deps = deps
    this.#lists = new FileLists({
      gitAt: deps.gitAt,
      clock: deps.clock,
      mostFiles: () => deps.limits().searchedFiles,
      version: (id) => deps.version(id),
    })
  }

  /**
   * Tracked and untracked files, ignored ones left out. The best match first, and what was changed lately before
   * what was not; repositories that are kept from agents are left out. A query that begins with a repository's name and a slash looks in that one only. Throws
   * `workspace_not_found`, `workspace_not_running`, `worktree_failed`.
   */
  async search({ workspaceId, query, limit }: FileQuery & { workspaceId: WorkspaceId }): Promise<FoundFiles> {
    const workspace = this.#deps.workspace(workspaceId)
    assertReadable(workspace)
    const asked = routes(
      workspace.repositories.filter(({ enabled }) => enabled),
      query,
    )
    const lists = await Promise.all(asked.map(({ repository }) => this.#lists.of(workspaceId, repository)))
    const best = new Best<Candidate>(limit)
    let total = 0
    asked.forEach(({ repository, words }, place) => {
      for (const file of lists[place]?.files ?? []) {
        const score = scoreFile(words, file)
        if (score === null) continue
        total++
        best.add({ repository, words, file }, words.words.length > 0 ? score : -(file.recency ?? Infinity))
      }
    })
    return {
      files: best.take().map(foundFile),
      total,
      truncated: lists.some(({ truncated }) => truncated),
    }
  }
}

/** Which repositories to look in, and for what. */
function routes(
  repositories: readonly WorkspaceRepository[],
  query: string,
): { repository: WorkspaceRepository; words: Words }[] {
  const text = query.trimStart()
  const named = repositories.filter(({ name }) => text.toLowerCase().startsWith(`${name.toLowerCase()}/`))
  // With one repository its name may as well be a folder's.
  return repositories.length > 1 && named.length > 0
    ? named.map((repository) => ({ repository, words: readWords(text.slice(repository.name.length + 1)) }))
    : repositories.map((repository) => ({ repository, words: readWords(text) }))
}

function foundFile({ repository, words, file }: Candidate): FoundFile {
  const at: number[] = []
  scoreFile(words, file, at)
  return {
    repositoryId: repository.repositoryId,
    repository: repository.name,
    path: file.path,
    at: codePoints(file.path, at),
    uncommitted: file.uncommitted,
    changedAt: file.changedAt,
  }
}

/** Places in UTF-16 as places in code points, ascending, each once. */
function codePoints(text: string, places: readonly number[]): number[] {
  const at = places.map((place) => Array.from(text.slice(0, place)).length)
  return [...new Set(at)].toSorted((a, b) => a - b)
}
