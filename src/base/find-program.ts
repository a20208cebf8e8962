import { access, constants, stat } from 'node:fs/promises'
import { delimiter, isAbsolute, join } from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK)
    return (await stat(path)).isFile()
  } catch {
    // Not there or not for us: the next folder may have it.
    return false
  }
}

/** Full path of a program as a shell would find it; null when there is none. */
export async function findProgram(command: string, env: Environment): Promise<string | null> {
  const endings = process.platform === 'win32' ? (env['PATHEXT'] ?? '.EXE;.CMD;.BAT').split(';') : ['']
  const folders = isAbsolute(command) ? [''] : (env['PATH'] ?? '').split(delimiter).filter(Boolean)
  for (const folder of folders)
    for (const ending of endings) {
      const path = (folder ? join(folder, command) : command) + ending
      if (await isProgram(path)) return path
    }
  return null
}
