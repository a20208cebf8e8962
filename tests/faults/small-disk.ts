import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const ballast = 'ballast'

/** A disk of its own in memory, small enough to be filled to the last byte. Needs the right to mount. */
export class SmallDisk {
  readonly folder: string

  private constructor(folder: string) {
    this.folder = folder
  }

  /** Mounts it at a folder, which is made where it is missing. Null where this user may not mount. */
  static mount(folder: string, bytes: number): SmallDisk | null {
    mkdirSync(folder, { recursive: true })
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=0700`, 'tmpfs', folder], {
        stdio: 'ignore',
      })
    } catch {
      return null
    }
    return new SmallDisk(folder)
  }

  /** Leaves not one byte free. */
  fill(): void {
    const file = openSync(join(this.folder, ballast), 'a')
    try {
      for (let size = 1024 * 1024; size >= 1; size = Math.floor(size / 16)) while (wrote(file, size));
    } finally {
      closeSync(file)
    }
  }

  /** Gives back what `fill` took. */
  free(): void {
    rmSync(join(this.folder, ballast), { force: true })
  }

  /** Gone for all who look from now on; who has a file open on it keeps that. */
  unmount(): void {
    execFileSync('umount', ['--lazy', this.folder])
  }
}

/** Whether all of so many bytes found room. */
function wrote(file: number, size: number): boolean {
  try {
    return writeSync(file, Buffer.alloc(size)) === size
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false
    throw error
  }
}
