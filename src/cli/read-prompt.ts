import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { text as readAll } from 'node:stream/consumers'
import { Failure } from '../contracts/index.ts'
import { UsageError } from './command.ts'

/** A larger prompt is refused by any control plane; it is not even sent. */
const mostPromptBytes = 16 * 1024 * 1024

function checked(text: string): string {
  const bytes = Buffer.byteLength(text)
  if (bytes <= mostPromptBytes) return text
  throw new Failure('limit_reached', `The prompt has ${bytes} bytes, more than can be sent`, {
    hint: 'Put the text into a file of the workspace and name that file in the prompt.',
  })
}

/** The prompt from `--text`, `--file`, or standard input when it is not a terminal. */
export async function readPrompt(
  text: string | undefined,
  file: string | undefined,
  cwd: string,
): Promise<string> {
  if (text !== undefined) return checked(text)
  if (file !== undefined) {
    const path = resolve(cwd, file)
    try {
      return checked(await readFile(path, 'utf8'))
    } catch (error) {
      if (error instanceof Failure) throw error
      throw new Failure('invalid_input', `${path} cannot be read: ${(error as Error).message}`, {
        cause: error,
      })
    }
  }
  if (process.stdin.isTTY) throw new UsageError('give the prompt with --text, --file, or on standard input')
  return checked(await readAll(process.stdin))
}
