import { randomUUID } from 'node:crypto'
import { createInterface } from 'node:readline'
import {
  Failure,
  SessionId,
  toFailure,
  type Approval,
  type AttachEvent,
  type Seat,
  type SessionEvent,
} from '../../contracts/index.ts'
import type { Command, Context } from '../command.ts'
import type { AppClient } from '../connect.ts'
import { followSession } from '../follow-session.ts'
import { parseId } from '../parse-id.ts'
import { TranscriptPrinter } from '../transcript.ts'

const help =
  'A line is a message; while the agent works it waits in the queue. An approval is answered with its number. /stop cancels the turn, /detach or end of input leaves; nothing is stopped by leaving.'

export const sessionAttach: Command = {
  path: 'session attach',
  summary: 'Write in a session from this terminal; one window or terminal at a time',
  args: ['session'],
  options: { takeover: { type: 'boolean', help: 'Take the session over from who writes in it now' } },
  async run(context, [session], options) {
    const sessionId = parseId(SessionId, session)
    const client = await context.client()
    const seat: Seat = { id: randomUUID(), kind: 'command_line' }
    const attaching = new AbortController()
    const signal = AbortSignal.any([context.signal, attaching.signal])
    const place = await client.session.attach(
      { sessionId, seat, mode: 'write', takeover: options['takeover'] === true },
      { signal },
    )
    const asked = new Map<string, Approval>()
    try {
      context.output.note(help)
      await Promise.race([
        untilTaken(place),
        print(context, client, sessionId, asked, signal),
        send(context, client, sessionId, asked, signal),
      ])
    } finally {
      attaching.abort()
    }
  },
}

/** Returns when the session was stopped. Throws `session_already_attached` when it was taken over. */
async function untilTaken(place: AsyncIterable<AttachEvent>): Promise<void> {
  for await (const event of place) {
    if (event.type === 'stopped') return
    if (event.type === 'taken')
      throw new Failure('session_already_attached', 'The session was taken over from elsewhere', {
        hint: 'It goes on there. Take it back with --takeover.',
        details: { writer: event.by },
      })
  }
}

async function print(
  { output }: Context,
  client: AppClient,
  sessionId: SessionId,
  asked: Map<string, Approval>,
  signal: AbortSignal,
): Promise<void> {
  const printer = new TranscriptPrinter((part) => output.write(part))
  const note = (item: { kind: string }): void => {
    if (!isApproval(item)) return
    if (item.status !== 'pending') asked.delete(item.id)
    else if (!asked.has(item.id)) {
      asked.set(item.id, item)
      output.note(item.options.map(({ name }, index) => `${index + 1}) ${name}`).join('  '))
    }
  }
  const show = (event: SessionEvent): void => {
    printer.event(event)
    if (event.type === 'change' && event.change.type === 'item') note(event.change.entity)
  }
  for await (const event of followSession(client, sessionId, null, signal)) {
    if (event.type !== 'ready' && event.type !== 'reset') show(event)
    else {
      const page = await client.session.items({ sessionId, before: null, limit: 200 })
      for (const item of page.items) {
        printer.item(item)
        note(item)
      }
    }
  }
}

const isApproval = (item: { kind: string }): item is Approval => item.kind === 'approval'

/** Sends line after line; returns at the end of input or when the user leaves. */
async function send(
  { output }: Context,
  client: AppClient,
  sessionId: SessionId,
  asked: Map<string, Approval>,
  signal: AbortSignal,
): Promise<void> {
  const lines = createInterface({ input: process.stdin })
  signal.addEventListener('abort', () => lines.close(), { once: true })
  for await (const line of lines) {
    if (line.trim() === '/detach') return
    try {
      await act(line)
    } catch (error) {
      // What was refused is said; the next line is another try.
      const { message, hint } = toFailure(error)
      output.note(hint ? `${message}. ${hint}` : message)
    }
  }

  async function act(line: string): Promise<void> {
    const text = line.trim()
    const [approval] = asked.values()
    const option = approval && /^\d+$/.test(text) ? approval.options[Number(text) - 1] : undefined
    if (text === '/stop') await client.session.cancel({ sessionId })
    else if (approval && option) {
      asked.delete(approval.id)
      await client.approval.answer({ approvalId: approval.id, option: option.id, from: 'cli' })
    } else if (text !== '')
      await client.session.prompt({ sessionId, text: line, idempotencyKey: randomUUID() })
  }
}
