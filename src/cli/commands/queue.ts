import { QueuedMessageId, SessionId, type QueuedMessage } from '../../contracts/index.ts'
import { text, type Command } from '../command.ts'
import { parseId } from '../parse-id.ts'
import { readPrompt } from '../read-prompt.ts'

const state = ({ status, heldBecause }: QueuedMessage): string =>
  heldBecause === null ? status : `${status} (${heldBecause})`

const describe = (message: QueuedMessage): string => `${message.id}  ${state(message)}`

export const queueList: Command = {
  path: 'queue list',
  summary: 'List the messages that wait in a session',
  args: ['session'],
  options: {},
  async run({ client, output }, [session]) {
    const sessionId = parseId(SessionId, session)
    output.list(
      await (await client()).queue.list({ sessionId }),
      ['id', 'state', 'message'],
      (message) => [message.id, state(message), message.text.split('\n')[0] ?? ''],
      'No message waits.',
    )
  },
}

export const queueEdit: Command = {
  path: 'queue edit',
  summary: 'Replace the text of a waiting message: --text, --file, or standard input',
  args: ['message'],
  options: {
    text: { type: 'string', value: '<text>', help: 'The new text' },
    file: { type: 'string', value: '<path>', help: 'File that holds the new text' },
  },
  async run({ client, output, cwd }, [message], options) {
    const messageId = parseId(QueuedMessageId, message)
    const app = await client()
    const { attachments } = await app.queue.show({ messageId })
    const edited = await readPrompt(text(options, 'text'), text(options, 'file'), cwd)
    output.result(await app.queue.edit({ messageId, text: edited, attachments }), describe)
  },
}

export const queueMove: Command = {
  path: 'queue move',
  summary: 'Put a waiting message before another one, or at the end',
  args: ['message'],
  options: { before: { type: 'string', value: '<message>', help: 'Message that is to follow it' } },
  async run({ client, output }, [message], options) {
    const before = text(options, 'before')
    const moved = await (
      await client()
    ).queue.move({
      messageId: parseId(QueuedMessageId, message),
      before: before === undefined ? null : parseId(QueuedMessageId, before),
    })
    output.result(moved, describe)
  },
}

export const queueRemove: Command = {
  path: 'queue remove',
  summary: 'Discard a waiting message',
  args: ['message'],
  options: {},
  async run({ client, output }, [message]) {
    const messageId = parseId(QueuedMessageId, message)
    output.result(await (await client()).queue.discard({ messageId }), describe)
  },
}

export const queueSend: Command = {
  path: 'queue send',
  summary: 'Send a waiting message now; a running turn is cancelled',
  args: ['message'],
  options: {},
  async run({ client, output }, [message]) {
    const messageId = parseId(QueuedMessageId, message)
    output.result(await (await client()).queue.sendNow({ messageId }), (turn) => `${turn.id}  ${turn.status}`)
  },
}

export const queueResume: Command = {
  path: 'queue resume',
  summary: 'Send the held messages of a session, in order',
  args: ['session'],
  options: {},
  async run({ client, output }, [session]) {
    const sessionId = parseId(SessionId, session)
    output.list(
      await (await client()).queue.resume({ sessionId }),
      ['id', 'state', 'message'],
      (message) => [message.id, state(message), message.text.split('\n')[0] ?? ''],
      'No message waits.',
    )
  },
}
