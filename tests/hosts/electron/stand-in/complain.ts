import { inspect } from 'node:util'

/** For whoever reads the app's output: something the stand-in could not do. */
export const complain = (text: string, error?: unknown): void =>
  void process.stderr.write(`stand-in: ${text}${error === undefined ? '' : ` ${inspect(error)}`}\n`)
