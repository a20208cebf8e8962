import { randomUUID } from 'node:crypto'
import { Failure, SessionId, type AuthMethod } from '../../contracts/index.ts'
import { required, text, type Command } from '../command.ts'
import { parseId } from '../parse-id.ts'

const kind = ({ program }: AuthMethod): string => (program === null ? 'by the agent' : 'in a terminal')

export const sessionConversations: Command = {
  path: 'session conversations',
  summary: "List an agent's earlier conversations in a workspace, to go on with",
  args: [],
  options: {
    workspace: { type: 'string', value: '<workspace>', help: 'Workspace, by id or name' },
    agent: { type: 'string', value: '<agent>', help: "Agent (default: the project's)" },
  },
  async run({ client, output }, _args, options) {
    const found = await (
      await client()
    ).session.conversations({ workspace: required(options, 'workspace'), agent: text(options, 'agent') })
    output.list(
      found.conversations,
      ['id', 'title', 'last touched'],
      ({ id, title, updatedAt }) => [
        id,
        title ?? '',
        updatedAt === null ? '' : new Date(updatedAt).toISOString(),
      ],
      found.offered
        ? `${found.agentName} has no earlier conversation here`
        : `${found.agentName} cannot list its conversations`,
    )
  },
}

/** Without `--method` it lists the ways; those of a program open a terminal of the workspace. */
export const sessionAuthenticate: Command = {
  path: 'session authenticate',
  summary: "Sign in to a session's agent by one of its ways, or list them",
  args: ['session'],
  options: { method: { type: 'string', value: '<id>', help: 'Way to sign in; without it they are listed' } },
  async run({ client, output }, [given], options) {
    const sessionId = parseId(SessionId, given)
    const app = await client()
    const session = (await app.session.list({})).find(({ id }) => id === sessionId)
    if (!session) throw new Failure('session_not_found', `There is no session ${sessionId}`)
    const methodId = text(options, 'method')
    if (methodId === undefined)
      return output.list(
        session.authMethods,
        ['id', 'name', 'signs in'],
        (method) => [method.id, method.name, kind(method)],
        `${session.agentName} names no way to sign in`,
      )
    const method = session.authMethods.find(({ id }) => id === methodId)
    if (method && method.program !== null) {
      const terminal = await app.session.signInTerminal({ sessionId, methodId, idempotencyKey: randomUUID() })
      return output.result(
        terminal,
        ({ id, title }) =>
          `${title} runs in terminal ${id}: sign in there, in the app\n  then: switchyard session restart ${sessionId}`,
      )
    }
    const signedIn = await app.session.authenticate({ sessionId, methodId })
    output.result(signedIn, ({ title, status }) => `${title}  ${sessionId}  ${status}`)
    if (signedIn.error) throw new Failure(signedIn.error.code, signedIn.error.message)
  },
}

export const sessionRestart: Command = {
  path: 'session restart',
  summary: 'End the agent of a session and start it again, with its settings as they are now',
  args: ['session'],
  options: {},
  async run({ client, output }, [given]) {
    const sessionId = parseId(SessionId, given)
    const session = await (await client()).session.restart({ sessionId })
    output.result(session, ({ title, status }) => `${title}  ${sessionId}  ${status}`)
    if (session.error) throw new Failure(session.error.code, session.error.message)
  },
}
