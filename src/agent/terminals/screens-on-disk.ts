import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { writeFileAtomic } from '../../base/index.ts'
import type { TerminalId } from '../../contracts/index.ts'
import { screenFile } from './shell.ts'

/** The last screens of ended terminals, one file each, so that they can be read after a restart. */
export class ScreensOnDisk {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  }

  save(id: TerminalId, screen: string): void {
    writeFileAtomic(screenFile(this.#folder, id), screen)
  }

  /** Empty when none was saved. */
  load(id: TerminalId): string {
    try {
      return readFileSync(screenFile(this.#folder, id), 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
      throw error
    }
  }

  remove(id: TerminalId): void {
    rmSync(screenFile(this.#folder, id), { force: true })
  }
}
