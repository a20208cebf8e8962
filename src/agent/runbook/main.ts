import { Readable, Writable } from 'node:stream'
import { ndJsonStream } from '@agentclientprotocol/sdk'
import packageJson from '../../../package.json' with { type: 'json' }
import { RunbookAgent } from './runbook-agent.ts'

/** How long commands get to end when the client has gone. */
const exitGraceMs = 800

const whole = (text: string | undefined, fallback: number): number =>
  text !== undefined && /^\d+$/.test(text) ? Number(text) : fallback

const runbook = new RunbookAgent({
  version: packageJson.version,
  chunkDelayMs: whole(process.env['RUNBOOK_CHUNK_DELAY_MS'], 0),
  chunkWords: Math.max(1, whole(process.env['RUNBOOK_CHUNK_WORDS'], 3)),
})
const stream = ndJsonStream(
  Writable.toWeb(process.stdout) as WritableStream<Uint8Array>,
  Readable.toWeb(process.stdin) as ReadableStream<Uint8Array>,
)
const connection = runbook.app().connect(stream)

const leave = (): void => {
  runbook.stop()
  setTimeout(() => process.exit(0), exitGraceMs).unref()
}
process.once('SIGTERM', leave)
// The client's end of the pipe may be gone before we know it.
process.stdout.on('error', leave)
await connection.closed
leave()
