import type { TerminalId, TerminalSize } from '../../../contracts/index.ts'
import type { OpenStreams } from '../../client/index.ts'
import { TerminalStreams } from './terminal-streams.ts'

/** Types a command line into a terminal and Enter. Resolves when it was typed; rejects when the terminal is gone. */
export async function runInTerminal(
  openStreams: OpenStreams,
  terminalId: TerminalId,
  size: TerminalSize,
  line: string,
): Promise<void> {
  const streams = new TerminalStreams(openStreams)
  const shown = Promise.withResolvers<void>()
  const channel = streams.attach(terminalId, size, {
    // The shell is there: what is typed now is not lost.
    snapshot: (_bytes, done) => {
      done()
      shown.resolve()
    },
    data: (_bytes, done) => done(),
    exit: () => shown.reject(new Error('The terminal has ended')),
    failed: (message) => shown.reject(new Error(message)),
    connected: () => undefined,
  })
  try {
    await shown.promise
    channel.write(`${line}\r`)
  } finally {
    channel.close()
    streams.close()
  }
}
