import { existsSync, lstatSync, watch, type FSWatcher } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Watches one file, also one that is yet to be made, by its folder: what replaces a file by another is seen, too.
 * `changed` is called when the file is another one than last time it was looked at.
 */
export class LockWatch {
  readonly #file: string
  readonly #changed: () => void
  #watcher: FSWatcher | undefined
  #folder = ''
  #last: string

  constructor(file: string, changed: () => void) {
    this.#file = file
    this.#changed = changed
    this.#last = stampOf(file)
    this.#open()
  }

  close(): void {
    this.#watcher?.close()
    this.#watcher = undefined
  }

  #open(): void {
    this.#folder = nearestFolder(this.#file)
    try {
      this.#watcher = watch(this.#folder, { persistent: false }, () => this.#look())
    } catch {
      // The system has no watches left: what is written under the lock goes unnoticed, the lock itself holds.
      return
    }
    this.#watcher.on('error', () => this.close())
  }

  #look(): void {
    if (!this.#watcher) return
    if (nearestFolder(this.#file) !== this.#folder) {
      this.close()
      this.#open()
    }
    const now = stampOf(this.#file)
    if (now === this.#last) return
    this.#last = now
    this.#changed()
  }
}

/** The file's folder, or the closest one above it that exists. */
function nearestFolder(file: string): string {
  let folder = dirname(file)
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder)
  return folder
}

/** Differs whenever the file was written, replaced, made or deleted. */
function stampOf(file: string): string {
  const found = lstatSync(file, { throwIfNoEntry: false })
  return found ? `${found.ino} ${found.size} ${found.mtimeMs} ${found.ctimeMs}` : ''
}
