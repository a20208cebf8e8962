import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../../../src/base/index.ts'

/** The name git gives a file of this content. */
export const blobOf = (content: string): string =>
  createHash('sha1')
    .update(`blob ${Buffer.byteLength(content)}\0${content}`)
    .digest('hex')

/**
 * Every text that was ever written into a worktree and not destroyed by the writer itself. The app has to keep each:
 * as a file of a worktree, as staged, or in what a ref of the repository leads to.
 */
export class Ledger {
  /** Blob → where it was written. */
  readonly #owed = new Map<string, string>()
  /** Worktree → path → blob of what is there and was in no commit yet. */
  readonly #pending = new Map<string, Map<string, string>>()

  get size(): number {
    return this.#owed.size
  }

  /** The writer put `content` in place of what was there; what was never committed is his own loss. */
  wrote(worktree: string, path: string, content: string): void {
    const files = this.#pending.get(worktree) ?? new Map<string, string>()
    this.#pending.set(worktree, files)
    this.forgive(worktree, path)
    const blob = blobOf(content)
    files.set(path, blob)
    this.#owed.set(blob, join(worktree, path))
  }

  /** The writer staged `content`, which is in no file any more. */
  staged(worktree: string, path: string, content: string): void {
    this.wrote(worktree, onlyStaged + path, content)
  }

  /** The writer staged what the files hold: what was only staged is his own loss. */
  stagedAll(worktree: string): void {
    for (const path of this.#pending.get(worktree)?.keys() ?? [])
      if (path.startsWith(onlyStaged)) this.forgive(worktree, path)
  }

  /** All that is in the worktree is in a commit. */
  committed(worktree: string): void {
    this.#pending.delete(worktree)
  }

  /** The app took the file away, or wrote over what nobody had looked at: what was there stays owed. */
  taken(worktree: string, path: string): void {
    this.#pending.get(worktree)?.delete(path)
  }

  moved(worktree: string, from: string, to: string): void {
    const files = this.#pending.get(worktree)
    const blob = files?.get(from)
    if (!files || blob === undefined) return
    files.delete(from)
    files.set(to, blob)
  }

  /** The writer destroyed what was at `path` himself. */
  forgive(worktree: string, path: string): void {
    const files = this.#pending.get(worktree)
    const blob = files?.get(path)
    if (blob === undefined) return
    files?.delete(path)
    this.#owed.delete(blob)
  }

  /** Texts that are nowhere any more, each with where it was written. */
  async lost(repositories: readonly string[], worktrees: readonly string[]): Promise<string[]> {
    const found = new Set<string>()
    for (const repository of repositories) for (const blob of await reachable(repository)) found.add(blob)
    for (const worktree of worktrees) {
      for (const blob of blobsIn(worktree)) found.add(blob)
      for (const blob of await staged(worktree)) found.add(blob)
    }
    return [...this.#owed].flatMap(([blob, where]) =>
      found.has(blob) ? [] : [`${JSON.stringify(where)} (${blob})`],
    )
  }
}

/** Before the path of a text that is in the index alone; no path begins so. */
const onlyStaged = '\0staged '

/** All objects that refs lead to; reflogs are no promise. */
async function reachable(repository: string): Promise<string[]> {
  const { stdout } = await run('git', [
    '-C',
    repository,
    'rev-list',
    '--objects',
    '--all',
    '--no-object-names',
  ])
  return stdout.toString().split('\n')
}

async function staged(worktree: string): Promise<string[]> {
  if (!existsSync(worktree)) return []
  const { stdout } = await run('git', ['-C', worktree, 'ls-files', '--stage'])
  return stdout
    .toString()
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
}

function* blobsIn(folder: string): Generator<string> {
  if (!existsSync(folder)) return
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory() && entry.name !== '.git') yield* blobsIn(path)
    else if (entry.isFile()) yield blobOf(readFileSync(path, 'utf8'))
  }
}
