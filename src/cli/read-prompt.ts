import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { text as readAll } from 'node:stream/consumers'
import { Failure } from '../contracts/index.ts'
import { UsageError } from './command.ts'

/** The prompt from `--text`, `--file`, or standard input when it is not a terminal. */
export async function readPrompt(
  text: string | undefined,
  file: string | undefined,
  cwd: string,
): Promise<string> {
  if (text !== undefined) return text
  if (file !== undefined) {
    const path = resolve(cwd, file)
    try {
      return await readFile(path, 'utf8')
    } catch (error) {
      throw new Failure('invalid_input', `${path} cannot be read: ${(error as Error).message}`, {
        cause: error,
      })
    }
  }
  if (process.stdin.isTTY) throw new UsageError('give the prompt with --text, --file, or on standard input')
  return readAll(process.stdin)
}
