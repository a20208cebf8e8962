import { createInterface } from 'node:readline/promises'
import { Failure } from '../contracts/index.ts'
import { UsageError } from './command.ts'

/** Asks on the terminal; throws when the answer is not yes. Without a terminal `--yes` must be given. */
export async function confirm(question: string): Promise<void> {
  if (!process.stdin.isTTY) throw new UsageError('there is no terminal to ask on; add --yes')
  const prompt = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await prompt.question(`${question} [y/N] `)
  prompt.close()
  if (!/^y(es)?$/i.test(answer.trim()))
    throw new Failure('invalid_input', 'Nothing was changed: not confirmed')
}
