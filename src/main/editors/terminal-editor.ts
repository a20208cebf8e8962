import { basename } from 'node:path'
import type { Target } from './catalogue.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Editors that take `+12` before a file as its line. */
const takesPlus = /^(vi|vim|nvim|view|nano|pico|emacs|emacsclient|kak|micro|joe|mg|ne|jed|vis)$/

export interface TerminalEditor {
  /** The program and its own arguments. */
  words: readonly [string, ...string[]]
  name: string
}

/** The user's `$VISUAL` or `$EDITOR`; null where neither is set. Its words are parted at spaces, without quotes. */
export function terminalEditor(env: Environment): TerminalEditor | null {
  const [program, ...rest] = (env['VISUAL'] || env['EDITOR'] || '').split(/\s+/).filter(Boolean)
  return program ? { words: [program, ...rest], name: basename(program) } : null
}

/** Its command line for a target, without a shell. */
export function terminalArgs({ words, name }: TerminalEditor, target: Target): string[] {
  const [, ...own] = words
  const at = target.file !== null && target.line !== null && takesPlus.test(name) ? [`+${target.line}`] : []
  return [...own, ...at, target.file ?? target.folder]
}
