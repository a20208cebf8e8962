import { randomUUID } from 'node:crypto'
import { Failure, SessionId, TurnId } from '../../contracts/index.ts'
import { text, type Command, type Values } from '../command.ts'
import type { AppClient } from '../connect.ts'
import { confirm } from '../confirm.ts'
import { fileTable } from '../file-table.ts'
import { parseId } from '../parse-id.ts'
import { sendAndWait } from '../wait-for-turn.ts'

const turnOption = {
  turn: { type: 'string', value: '<turn>', help: 'Which turn (default: the last)' },
} as const

/** The turn that the options name, else the last one of the session. */
async function chosen(client: AppClient, session: string | undefined, options: Values) {
  const sessionId = parseId(SessionId, session)
  const named = text(options, 'turn')
  if (named !== undefined) return { sessionId, turnId: parseId(TurnId, named) }
  const { lastTurn } = await client.session.show({ sessionId })
  if (!lastTurn)
    throw new Failure('invalid_input', `Session ${sessionId} has no turn yet`, {
      hint: `Send a message first: switchyard session prompt ${sessionId} --text <text>`,
    })
  return { sessionId, turnId: lastTurn.id }
}

export const turnDiff: Command = {
  path: 'turn diff',
  summary: 'List what a turn changed',
  args: ['session'],
  options: turnOption,
  async run({ client, output }, [session], options) {
    const app = await client()
    output.result(await app.turn.diff(await chosen(app, session, options)), (repositories) =>
      repositories
        .map(
          ({ repository, added, removed, files }) =>
            `${repository}  +${added} -${removed}\n${fileTable(files)}`,
        )
        .join('\n\n'),
    )
  },
}

export const turnUndo: Command = {
  path: 'turn undo',
  summary: 'Take back what a turn changed; the work as it is goes to a backup ref first',
  args: ['session'],
  options: { ...turnOption, yes: { type: 'boolean', help: 'Do not ask' } },
  async run({ client, output }, [session], options) {
    const app = await client()
    const ref = await chosen(app, session, options)
    if (options['yes'] !== true) {
      const files = (await app.turn.diff(ref)).reduce((sum, diff) => sum + diff.files.length, 0)
      await confirm(`Take back what turn ${ref.turnId} changed in ${files} files?`)
    }
    output.result(await app.turn.undo(ref), ({ files, backups }) =>
      [
        files.length === 0
          ? 'There was nothing to take back.'
          : `Took back: ${files.map(({ path }) => path).join(', ')}`,
        ...backups.map(
          ({ repository, ref: kept, restore }) =>
            `${repository}: the work before is kept in ${kept}. Get it back with: ${restore}`,
        ),
      ].join('\n'),
    )
  },
}

export const turnRetry: Command = {
  path: 'turn retry',
  summary: 'Send the message of a turn again, or another in its place; later turns are folded away',
  args: ['session'],
  options: {
    ...turnOption,
    text: { type: 'string', value: '<text>', help: 'The message in its place' },
    restore: { type: 'boolean', help: 'First put the files back to where the turn began' },
    wait: { type: 'boolean', help: 'Wait until the turn has ended' },
  },
  async run(context, [session], options) {
    const app = await context.client()
    const ref = await chosen(app, session, options)
    const request = {
      ...ref,
      text: text(options, 'text'),
      restore: options['restore'] === true,
      idempotencyKey: randomUUID(),
    }
    if (options['wait'] === true)
      return sendAndWait(context, ref.sessionId, async (client) => ({
        kind: 'turn',
        turn: await client.turn.retry(request),
      }))
    context.output.result(
      await app.turn.retry(request),
      ({ id, status }) => `${id}  ${status}\n  switchyard session watch ${ref.sessionId}`,
    )
  },
}
