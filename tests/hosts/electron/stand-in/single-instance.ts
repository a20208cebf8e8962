import { mkdirSync, readFileSync, rmSync, watch, writeFileSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'

type Second = (argv: string[], folder: string, data: Record<string, unknown>) => void

/**
 * The first process on `userData` gets a release function, a later one null after telling the first.
 * Files, because the answer must be known at once and Node has no synchronous sockets.
 */
export function takeSingleInstance(
  userData: string,
  data: Record<string, unknown>,
  second: Second,
): (() => void) | null {
  const inbox = join(userData, 'stand-in-instances')
  const lock = join(userData, 'stand-in.lock')
  mkdirSync(inbox, { recursive: true })
  if (!claim(lock)) {
    const letter = join(inbox, `${process.pid}.json`)
    writeFileSync(`${letter}.part`, JSON.stringify({ argv: process.argv, folder: process.cwd(), data }))
    renameSync(`${letter}.part`, letter)
    return null
  }
  const read = () => {
    for (const name of readdirSync(inbox).filter((one) => one.endsWith('.json'))) {
      const { argv, folder, data: more } = JSON.parse(readFileSync(join(inbox, name), 'utf8'))
      rmSync(join(inbox, name))
      second(argv, folder, more)
    }
  }
  const watcher = watch(inbox, read)
  watcher.unref()
  return () => {
    watcher.close()
    rmSync(lock, { force: true })
  }
}

function claim(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  if (isAlive(Number(readFileSync(lock, 'utf8')))) return false
  // Left by a process that was killed.
  rmSync(lock, { force: true })
  return claim(lock)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw error
  }
}
