import { existsSync, readdirSync, watch, type FSWatcher } from 'node:fs'
import { join } from 'node:path'
import { gitFolderOf, type GitRunner } from '../git/index.ts'

/** More folders of branches than this are not watched; packed branches need none. */
const mostFolders = 500

/**
 * Watches what git keeps of branches: the worktree's own git folder (HEAD, what is half done) and, in the
 * repository's, branches here and on remotes, packed or not. Hidden refs are left out: they change with every turn.
 */
export class RefsWatch {
  readonly #gits: readonly GitRunner[]
  readonly #changed: () => void
  readonly #failed: (error: unknown) => void
  readonly #watchers = new Map<string, FSWatcher>()
  #closed = false

  constructor(gits: readonly GitRunner[], changed: () => void, failed: (error: unknown) => void) {
    this.#gits = gits
    this.#changed = changed
    this.#failed = failed
  }

  /** Brings the watched folders up to date; call before looking at the branches. */
  async refresh(): Promise<void> {
    try {
      for (const git of this.#gits) {
        const own = await gitFolderOf(git)
        const common = (await git(['rev-parse', '--path-format=absolute', '--git-common-dir'])).trim()
        const refs = [
          ...foldersBelow(join(common, 'refs/heads')),
          ...foldersBelow(join(common, 'refs/remotes')),
        ]
        for (const folder of [own, common, join(common, 'refs'), ...refs.slice(0, mostFolders)])
          this.#add(folder)
      }
    } catch (error) {
      this.#failed(error)
    }
  }

  close(): void {
    this.#closed = true
    for (const watcher of this.#watchers.values()) watcher.close()
    this.#watchers.clear()
  }

  #add(folder: string): void {
    if (this.#closed || this.#watchers.has(folder) || !existsSync(folder)) return
    const watcher = watch(folder, { persistent: false })
    // Lock files come and go with every look of somebody else's git.
    watcher.on('change', (_type, name) => {
      if (!existsSync(folder)) this.#remove(folder)
      if (!String(name).endsWith('.lock')) this.#changed()
    })
    watcher.on('error', () => this.#remove(folder))
    this.#watchers.set(folder, watcher)
  }

  /** A folder of that name that comes again is another one. */
  #remove(folder: string): void {
    this.#watchers.get(folder)?.close()
    this.#watchers.delete(folder)
  }
}

function foldersBelow(folder: string): string[] {
  if (!existsSync(folder)) return []
  const below = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) =>
    entry.isDirectory(),
  )
  return [folder, ...below.map((entry) => join(entry.parentPath, entry.name))]
}
