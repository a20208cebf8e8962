import {
  Failure,
  terminalTurnStatuses,
  type SessionId,
  type Prompted,
  type Turn,
  type TurnDetail,
  type TurnId,
} from '../contracts/index.ts'
import type { AppClient } from './connect.ts'
import type { Context } from './command.ts'
import { followSession } from './follow-session.ts'
import { TranscriptPrinter } from './transcript.ts'

const ended = (turn: Turn): boolean => (terminalTurnStatuses as readonly string[]).includes(turn.status)

/**
 * Calls `send`, which sends a message to the session, and follows its turn to the end. Prints the turn as `session.turn` has it, or the transcript
 * as it streams. A turn that did not succeed is a failure of the command.
 */
export async function sendAndWait(
  context: Context,
  sessionId: SessionId,
  send: (client: AppClient) => Promise<Prompted>,
): Promise<void> {
  const { output } = context
  const client = await context.client()
  const done = new AbortController()
  const signal = AbortSignal.any([context.signal, done.signal])
  const printer = new TranscriptPrinter((part) => output.write(part))
  let prompted: Prompted | undefined
  try {
    for await (const event of followSession(client, sessionId, null, signal)) {
      // Following begins before the prompt is sent, so nothing of its turn is missed.
      prompted ??= await send(client)
      if (prompted.kind === 'typed') break
      if (!output.json) printer.event(event)
      else if (event.type === 'change' && event.change.type === 'item')
        notePending(context, event.change.entity)
      const over =
        event.type === 'change'
          ? event.change.type === 'turn' && (prompted.kind === 'queued' || ended(event.change.entity))
          : event.type !== 'delta'
      if (over && (await hasEnded(client, sessionId, prompted))) break
    }
  } finally {
    done.abort()
  }
  if (!prompted || context.signal.aborted) throw new Failure('internal', 'Stopped waiting; the turn goes on')
  if (prompted.kind === 'typed') {
    output.note('typed into its terminal, where there is no turn to wait for')
    if (output.json) output.line(JSON.stringify(prompted, null, 2))
    return
  }
  const turnId = turnOf(prompted)
  const detail = await client.session.turn({ sessionId, turnId })
  if (output.json) output.line(JSON.stringify(detail, null, 2))
  if (detail.status !== 'succeeded') throw unsuccessful(detail)
}

type WithTurn = Exclude<Prompted, { kind: 'typed' }>

const turnOf = (prompted: WithTurn): TurnId =>
  prompted.kind === 'turn' ? prompted.turn.id : prompted.message.turnId

/** Throws when a queued message will not be sent by itself. */
async function hasEnded(client: AppClient, sessionId: SessionId, prompted: WithTurn): Promise<boolean> {
  if (prompted.kind === 'queued') {
    const { id, status, heldBecause } = await client.queue.show({ messageId: prompted.message.id })
    if (status === 'queued') return false
    if (status !== 'sent')
      throw new Failure('agent_failed', `The message was not sent: it is ${status}`, {
        hint: `See "switchyard queue list ${sessionId}".`,
        details: { messageId: id, heldBecause },
      })
  }
  return ended(await client.session.turn({ sessionId, turnId: turnOf(prompted) }))
}

function notePending(
  context: Context,
  item: { kind: string; id: string; status?: string; title?: string; message?: string },
): void {
  if (item.kind === 'approval' && item.status === 'pending')
    context.output.note(`waits for approval ${item.id}: ${item.title}`)
  if (item.kind === 'question' && item.status === 'pending')
    context.output.note(`waits for an answer in the app: ${item.message}`)
}

const unsuccessful = (turn: TurnDetail): Failure =>
  new Failure(turn.error?.code ?? 'agent_failed', turn.error?.message ?? `The turn was ${turn.status}`, {
    ...(turn.error?.hint ? { hint: turn.error.hint } : {}),
    details: { turn: turn.id, status: turn.status },
  })
