import { randomUUID } from 'node:crypto'
import {
  Failure,
  SessionId,
  type FailureShape,
  type Prompted,
  type Session,
  type SessionDetail,
} from '../../contracts/index.ts'
import { choice, required, text, UsageError, type Command } from '../command.ts'
import { followSession } from '../follow-session.ts'
import { parseId } from '../parse-id.ts'
import { readPrompt } from '../read-prompt.ts'
import { TranscriptPrinter } from '../transcript.ts'
import { sendAndWait } from '../wait-for-turn.ts'

const fromShape = ({ code, message, hint, details }: FailureShape): Failure =>
  new Failure(code, message, { ...(hint ? { hint } : {}), ...(details ? { details } : {}) })

const describe = (session: Session): string =>
  [
    `${session.title}  ${session.id}  ${session.status}`,
    `  ${session.agentName}${session.agentVersion ? ` ${session.agentVersion}` : ''}, ${
      session.terminalId === null ? `${session.turnCount} turns` : 'in a terminal'
    }`,
    ...(session.attention ? [`  it says: ${session.attention.text || '(the bell)'}`] : []),
    ...(session.error ? [`  ${session.error.code}: ${session.error.message}`] : []),
  ].join('\n')

function describePrompted(prompted: Prompted, sessionId: SessionId): string {
  switch (prompted.kind) {
    case 'turn':
      return `${prompted.turn.id}  ${prompted.turn.status}\n  switchyard session watch ${sessionId}`
    case 'queued':
      return `${prompted.message.id}  ${prompted.message.status}, sent after the running turn\n  switchyard session watch ${sessionId}`
    case 'typed':
      return `typed into its terminal${prompted.pasted ? ' as one paste' : ''}\n  switchyard session show ${sessionId}`
    default:
      return prompted satisfies never
  }
}

function transcript(session: SessionDetail): string {
  let printed = `${session.title}  ${session.id}  ${session.status}\n`
  const printer = new TranscriptPrinter((part) => (printed += part))
  for (const turn of session.turns) {
    const { messages, toolCalls, approvals, questions, plan } = turn
    const items = [...messages, ...toolCalls, ...approvals, ...questions, ...(plan ? [plan] : [])]
    for (const item of items.toSorted((a, b) => a.position - b.position)) printer.item(item)
    printer.turn(turn)
  }
  return printed.trimEnd()
}

export const sessionCreate: Command = {
  path: 'session create',
  summary: 'Start a session with a coding agent in a workspace',
  args: [],
  options: {
    workspace: { type: 'string', value: '<workspace>', help: 'Workspace, by id or name' },
    agent: { type: 'string', value: '<agent>', help: "Agent (default: the project's)" },
    title: { type: 'string', value: '<title>', help: 'Title of the session' },
    prompt: { type: 'string', value: '<text>', help: 'What an agent in a terminal begins with' },
    resume: { type: 'string', value: '<id>', help: 'Earlier conversation of the agent to go on with' },
  },
  async run({ client, output }, _args, options) {
    const created = await (
      await client()
    ).session.create({
      workspace: required(options, 'workspace'),
      agent: text(options, 'agent'),
      title: text(options, 'title'),
      prompt: text(options, 'prompt'),
      resume: text(options, 'resume'),
      idempotencyKey: randomUUID(),
    })
    output.result(created, describe)
    // The session exists and can be tried again, but the agent did not start.
    if (created.error) throw fromShape(created.error)
  },
}

export const sessionList: Command = {
  path: 'session list',
  summary: 'List sessions',
  args: [],
  options: { workspace: { type: 'string', value: '<workspace>', help: 'Only those of one workspace' } },
  async run({ client, output }, _args, options) {
    output.list(
      await (await client()).session.list({ workspace: text(options, 'workspace') }),
      ['id', 'title', 'agent', 'state', 'turns'],
      (session) => [session.id, session.title, session.agentName, session.status, String(session.turnCount)],
      'No sessions. Start one: switchyard session create --workspace <workspace>',
    )
  },
}

export const sessionShow: Command = {
  path: 'session show',
  summary: 'Show a session with its whole transcript',
  args: ['session'],
  options: {},
  async run({ client, output }, [session]) {
    const sessionId = parseId(SessionId, session)
    const app = await client()
    const shown = await app.session.show({ sessionId })
    if (shown.terminalId === null) return output.result(shown, transcript)
    const { text: printed } = await app.session.output({ sessionId })
    return output.result({ ...shown, output: printed }, () => `${describe(shown)}\n\n${printed}`.trimEnd())
  },
}

export const sessionPrompt: Command = {
  path: 'session prompt',
  summary: 'Send a prompt: --text, --file, or standard input',
  args: ['session'],
  options: {
    text: { type: 'string', value: '<text>', help: 'The prompt' },
    file: { type: 'string', value: '<path>', help: 'File that holds the prompt' },
    now: { type: 'boolean', help: 'Cancel the running turn and go first, instead of waiting for it' },
    wait: { type: 'boolean', help: 'Wait until the turn has ended' },
    approve: {
      type: 'string',
      value: 'once|always|reject',
      help: "Answer this turn's approvals without asking",
    },
  },
  async run(context, [session], options) {
    const sessionId = parseId(SessionId, session)
    const approve = choice(options, 'approve', ['once', 'always', 'reject'])
    if (text(options, 'text') !== undefined && text(options, 'file') !== undefined)
      throw new UsageError('--text and --file exclude each other')
    const prompt = await readPrompt(text(options, 'text'), text(options, 'file'), context.cwd)
    const request = {
      sessionId,
      text: prompt,
      approve: approve ?? 'ask',
      whenBusy: options['now'] === true ? 'interrupt' : 'queue',
      idempotencyKey: randomUUID(),
    } as const
    if (options['wait'] === true)
      return sendAndWait(context, sessionId, (client) => client.session.prompt(request))
    context.output.result(await (await context.client()).session.prompt(request), (prompted) =>
      describePrompted(prompted, sessionId),
    )
  },
}

export const sessionWatch: Command = {
  path: 'session watch',
  summary: 'Show a session as it goes on, until Ctrl+C; stops nothing',
  args: ['session'],
  options: {},
  async run({ client, output, signal }, [session]) {
    const sessionId = parseId(SessionId, session)
    const app = await client()
    const known = (await app.session.list({})).find(({ id }) => id === sessionId)
    if (known && known.terminalId !== null)
      throw new Failure('session_in_terminal', 'This session runs in a terminal and has no transcript', {
        hint: `See "switchyard session show ${sessionId}", or its terminal in the app.`,
      })
    const printer = new TranscriptPrinter((part) => output.write(part))
    for await (const event of followSession(app, sessionId, null, signal)) {
      if (output.json) output.line(JSON.stringify(event))
      // What happened before following began, and what a gap may have swallowed.
      else if (event.type === 'ready' || event.type === 'reset') {
        const page = await app.session.items({ sessionId, before: null, limit: 200 })
        for (const item of page.items) printer.item(item)
      } else printer.event(event)
    }
  },
}

export const sessionStop: Command = {
  path: 'session stop',
  summary: 'End a session and its agent; what was said or shown stays',
  args: ['session'],
  options: { turn: { type: 'boolean', help: 'Only cancel the running turn' } },
  async run({ client, output }, [session], options) {
    const sessionId = parseId(SessionId, session)
    const app = await client()
    const stopped = await (options['turn'] === true
      ? app.session.cancel({ sessionId })
      : app.session.stop({ sessionId }))
    output.result(stopped, describe)
  },
}
