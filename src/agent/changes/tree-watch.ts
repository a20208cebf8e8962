import { watch, type FSWatcher } from 'node:fs'
import { join } from 'node:path'
import type { GitRunner } from '../git/index.ts'
import { newFolders, watchedFolders } from './folders.ts'

/** More folders than this are polled instead: each costs one of the system's inotify watches. */
const mostFolders = 10_000
// There the system watches whole trees itself; elsewhere Node would watch every single file.
const nativeRecursive = process.platform === 'darwin' || process.platform === 'win32'

export interface TreeWatchEvents {
  /** Something in the worktree, or in what git keeps of it, may have changed. */
  changed(): void
  /** Watching is not possible (any more); poll instead. */
  failed(error: unknown): void
}

/**
 * Watches a worktree: every folder that holds tracked files or untracked ones git does not ignore, so that
 * `node_modules` and build output cost nothing, and git's own folder of the worktree (HEAD, index).
 */
export class TreeWatch {
  readonly #git: GitRunner
  readonly #events: TreeWatchEvents
  readonly #watchers = new Map<string, FSWatcher>()
  /** Paths that came or went since the folders were listed. */
  #appeared = new Set<string>()
  #stale = true
  #closed = false

  constructor(git: GitRunner, events: TreeWatchEvents) {
    this.#git = git
    this.#events = events
  }

  /** Brings the watched folders up to date; call before looking at the worktree. */
  async refresh(): Promise<void> {
    if (!this.#stale || this.#closed) return
    this.#stale = false
    const appeared = [...this.#appeared]
    this.#appeared = new Set()
    try {
      await (nativeRecursive ? this.#watchRecursively() : this.#watchFolders(appeared))
    } catch (error) {
      this.close()
      this.#events.failed(error)
    }
  }

  close(): void {
    this.#closed = true
    for (const watcher of this.#watchers.values()) watcher.close()
    this.#watchers.clear()
  }

  async #watchRecursively(): Promise<void> {
    if (this.#watchers.size > 0) return
    const { gitFolder } = await watchedFolders(this.#git, false)
    this.#add(this.#git.folder, true)
    this.#add(gitFolder, false)
  }

  async #watchFolders(appeared: readonly string[]): Promise<void> {
    const { folders, gitFolder } = await watchedFolders(this.#git, true)
    const fresh = await newFolders(this.#git, appeared)
    const wanted = new Set([...folders, ...fresh, gitFolder])
    if (wanted.size > mostFolders) throw new Error(`${wanted.size} folders are too many to watch`)
    for (const folder of this.#watchers.keys()) if (!wanted.has(folder)) this.#remove(folder)
    let added = false
    for (const folder of wanted) added = this.#add(folder, false) || added
    // What was written into a new folder before it was watched has to be looked for.
    if (added && fresh.length > 0) this.#notice(null)
  }

  #add(folder: string, recursive: boolean): boolean {
    if (this.#closed || this.#watchers.has(folder)) return false
    let watcher: FSWatcher
    try {
      watcher = watch(folder, { recursive, persistent: false })
    } catch (error) {
      // Gone again since it was listed.
      if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return false
      throw error
    }
    watcher.on('change', (type, name) =>
      this.#notice(type === 'rename' && typeof name === 'string' ? join(folder, name) : null),
    )
    watcher.on('error', () => this.#remove(folder))
    this.#watchers.set(folder, watcher)
    return true
  }

  #remove(folder: string): void {
    this.#watchers.get(folder)?.close()
    this.#watchers.delete(folder)
    this.#stale = true
  }

  #notice(appeared: string | null): void {
    if (this.#closed) return
    if (appeared) {
      this.#appeared.add(appeared)
      this.#stale = true
    }
    this.#events.changed()
  }
}
