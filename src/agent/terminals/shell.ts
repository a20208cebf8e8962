import { accessSync, constants } from 'node:fs'
import { basename, delimiter, join } from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

function executable(path: string | undefined): path is string {
  if (!path) return false
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The user's shell: `$SHELL` where it can be run, else bash, else sh; PowerShell on Windows. */
export function findShell(env: Environment): { shell: string; args: string[]; title: string } {
  if (process.platform === 'win32') return { shell: 'powershell.exe', args: ['-NoLogo'], title: 'powershell' }
  const shell = [env['SHELL'], '/bin/bash', '/bin/sh'].find(executable) ?? '/bin/sh'
  // macOS terminals start login shells; without it PATH lacks what path_helper adds.
  return { shell, args: process.platform === 'darwin' ? ['-l'] : [], title: basename(shell) }
}

// What npm, Electron and Switchyard set for themselves says nothing true about the user's shell.
const ownVariables =
  /^(npm_|ELECTRON_|SWITCHYARD_|VITE)|^(INIT_CWD|NODE|NODE_OPTIONS|NODE_CHANNEL_FD|NODE_ENV|OLDPWD)$/
const ownFolder = /(^|[\\/])node_modules[\\/](\.bin|node[\\/]bin)$|node-gyp-bin$/

/**
 * The environment of a terminal: the user's own, without the variables and PATH folders that starting
 * Switchyard through npm or Electron added, plus what the terminal can do.
 */
export function terminalEnvironment(env: Environment, workspaceId: string): Record<string, string> {
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !ownVariables.test(entry[0]),
  )
  const path = (env['PATH'] ?? '').split(delimiter).filter((folder) => !ownFolder.test(folder))
  return {
    LANG: 'C.UTF-8',
    ...Object.fromEntries(kept),
    PATH: path.join(delimiter),
    TERM: 'xterm-256color',
    COLORTERM: 'truecolor',
    TERM_PROGRAM: 'switchyard',
    SWITCHYARD_WORKSPACE: workspaceId,
  }
}

/** Where the last screens of terminals are kept. */
export const screenFile = (folder: string, terminalId: string): string => join(folder, `${terminalId}.screen`)
