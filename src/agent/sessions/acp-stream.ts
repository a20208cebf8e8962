import type { Readable, Writable } from 'node:stream'
import type { AnyMessage, Stream } from '@agentclientprotocol/sdk'
import type { Logger } from '../../base/index.ts'

/** An agent that sends a longer line is broken: the line is thrown away, because it must not fill our memory. */
export const maxLineBytes = 32 * 1024 * 1024

/** After this many messages in a row the event loop gets a turn, so that one flooding agent starves nobody. */
const messagesInARow = 64

const newline = 0x0a

/** Splits bytes into lines; a line over `limit` bytes is dropped whole, without ever being held whole. */
export async function* splitLines(
  chunks: AsyncIterable<Uint8Array>,
  limit: number,
  dropped: (bytes: number) => void,
): AsyncGenerator<Buffer, void, void> {
  let parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    let start = 0
    while (start < chunk.length) {
      const end = chunk.indexOf(newline, start)
      const part = chunk.subarray(start, end === -1 ? chunk.length : end)
      size += part.length
      if (size <= limit) parts.push(part)
      else parts = []
      start += part.length + 1
      if (end === -1) break
      if (size > limit) dropped(size)
      else yield Buffer.concat(parts, size)
      parts = []
      size = 0
    }
  }
  if (size > limit) dropped(size)
  else if (size > 0) yield Buffer.concat(parts, size)
}

/** The message in a line; null for what is no JSON object: agents print banners and stack traces to stdout. */
function parseLine(line: Buffer): AnyMessage | null {
  try {
    const value: unknown = JSON.parse(line.toString('utf8'))
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as AnyMessage) : null
  } catch {
    // No JSON; the caller logs the line.
    return null
  }
}

/**
 * Under this name `session/update` is handed on. SDK 2.4.0 parses every update for its own session helpers before
 * ours sees it, prints those it does not know to stderr and drops them; we do not use those helpers.
 */
export const updateMethod = 'switchyard/session_update'

const renamed = (message: AnyMessage): AnyMessage =>
  methodOf(message) === 'session/update' ? { ...message, method: updateMethod } : message

const methodOf = (message: AnyMessage): string => ('method' in message ? message.method : '')
const nextTick = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

/**
 * Reads only as fast as messages are taken. Before a message of another method than its predecessor's is handed
 * on, everything before it has been handled (SDK 2.4.0 starts handlers without waiting, and those of different
 * methods pass through different numbers of microtasks): our handlers are synchronous, so a turn of the event
 * loop is enough. This keeps order between updates, permission requests and the answer that ends a turn.
 */
async function* readMessages(
  output: Readable,
  log: Logger,
  dropped: (bytes: number) => void,
): AsyncGenerator<AnyMessage, void, void> {
  let [inARow, previous] = [0, '']
  for await (const line of splitLines(output, maxLineBytes, dropped)) {
    const message = parseLine(line)
    if (!message) {
      if (line.length > 0) log.debug({ bytes: line.length }, 'agent printed a line that is no message')
      if (++inARow % messagesInARow === 0) await nextTick()
      continue
    }
    const method = methodOf(message)
    if (method !== previous || ++inARow % messagesInARow === 0) await nextTick()
    previous = method
    yield renamed(message)
  }
  await nextTick()
}

/**
 * ACP over an agent's stdin and stdout. Unlike the SDK's own stream it reads no faster than messages are
 * handled, answers no garbage, and holds no over-long line: `dropped` is called with the size of one.
 */
export function acpStream(
  input: Writable,
  output: Readable,
  log: Logger,
  dropped: (bytes: number) => void,
): Stream {
  const messages = readMessages(output, log, dropped)
  return {
    readable: new ReadableStream<AnyMessage>(
      {
        async pull(controller) {
          const next = await messages.next()
          if (next.done) controller.close()
          else controller.enqueue(next.value)
        },
        async cancel() {
          await messages.return()
        },
      },
      { highWaterMark: 0 },
    ),
    writable: new WritableStream<AnyMessage>({
      write: (message) =>
        new Promise((resolve) => {
          input.write(`${JSON.stringify(message)}\n`, (error) => {
            // An agent that has gone: the end of its output closes the connection, once all it said is read.
            // Failing here would close it at once and lose that.
            if (error) log.debug({ err: error }, 'agent does not listen any more')
            resolve()
          })
        }),
    }),
  }
}
