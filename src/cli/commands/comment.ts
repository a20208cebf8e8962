import {
  anchorAt,
  anchorLines,
  SessionId,
  ThreadId,
  type ReviewThread,
  type Workspace,
} from '../../contracts/index.ts'
import { required, text, UsageError, type Command, type Values } from '../command.ts'
import { parseId } from '../parse-id.ts'
import { repositoryOf } from './staging.ts'

const lineRange = ({ startLine, endLine }: { startLine: number; endLine: number }): string =>
  startLine === endLine ? `${startLine}` : `${startLine}-${endLine}`

const state = ({ resolvedAt, comments, origin }: ReviewThread): string => {
  if (resolvedAt !== null) return 'resolved'
  if (origin.kind === 'pull_request') return `pull request #${origin.number}`
  if (comments.length === 0) return 'draft'
  return comments.some(({ sent }) => sent === null) ? 'not sent' : 'sent'
}

export const commentList: Command = {
  path: 'comment list',
  summary: 'List the review comments of a workspace',
  args: ['workspace'],
  options: {},
  async run({ client, output }, [workspace = '']) {
    output.list(
      await (await client()).comment.list({ workspace }),
      ['thread', 'place', 'state', 'comment'],
      (thread) => [
        thread.id,
        `${thread.path}:${lineRange(thread)}${thread.side === 'old' ? ' (before)' : ''}`,
        state(thread),
        (thread.comments.at(-1)?.text ?? thread.draft?.text ?? '').split('\n')[0] ?? '',
      ],
      'There are no comments.',
    )
  },
}

/** `path:line` or `path:from-to`. */
function placeOf(given: string): { path: string; start: number; end: number } {
  const match = /^(.+):(\d+)(?:-(\d+))?$/.exec(given)
  if (!match?.[1])
    throw new UsageError(`"${given}" is no place; write it as <path>:<line> or <path>:<from>-<to>`)
  const start = Number(match[2])
  const end = Number(match[3] ?? match[2])
  if (start < 1 || end < start) throw new UsageError(`"${given}" names no lines`)
  return { path: match[1], start, end }
}

export const commentAdd: Command = {
  path: 'comment add',
  summary: 'Comment on a line or lines of a changed file: <path>:<line> or <path>:<from>-<to>',
  args: ['workspace', 'place'],
  options: {
    text: { type: 'string', value: '<text>', help: 'The comment' },
    old: { type: 'boolean', help: 'The lines are those before the change' },
    repository: { type: 'string', value: '<name>', help: 'Repository; needed when there are several' },
  },
  async run({ client, output }, [reference = '', given = ''], options) {
    const { path, start, end } = placeOf(given)
    const said = required(options, 'text')
    const app = await client()
    const workspace: Workspace = await app.workspace.show({ workspace: reference })
    const repositoryId = repositoryOf(workspace, options)
    const file = await app.git.file({ workspaceId: workspace.id, repositoryId, path })
    const side = options['old'] === true ? 'old' : 'new'
    const lines = anchorLines((side === 'old' ? file.oldText : file.newText) ?? '')
    if (end > lines.length)
      throw new UsageError(
        `${path} has ${lines.length} lines ${side === 'old' ? 'before the change' : 'now'}`,
      )
    const place = { repositoryId, path, side, ...anchorAt(lines, start, end) } as const
    output.result(
      await app.comment.add({ workspaceId: workspace.id, place, text: said }),
      (thread) => `${thread.id}  ${thread.path}:${lineRange(thread)}`,
    )
  },
}

const target = (options: Values) => {
  const session = text(options, 'session')
  const agent = text(options, 'agent')
  if (session !== undefined && agent !== undefined)
    throw new UsageError('--session and --agent exclude each other')
  return session === undefined
    ? { kind: 'new' as const, agent }
    : { kind: 'session' as const, sessionId: parseId(SessionId, session) }
}

export const commentSend: Command = {
  path: 'comment send',
  summary: 'Send the comments that no agent has got yet, or those of the given threads, in one message',
  args: ['workspace'],
  options: {
    session: { type: 'string', value: '<session>', help: 'Where to; where it runs, the message waits' },
    agent: { type: 'string', value: '<agent>', help: 'Agent of a new session, where no session is given' },
    thread: { type: 'string', value: '<ids>', help: 'Threads, with commas between them' },
    note: { type: 'string', value: '<text>', help: 'Said before the comments' },
  },
  async run({ client, output }, [workspace = ''], options) {
    const threads = text(options, 'thread')
    const sent = await (
      await client()
    ).comment.send({
      workspace,
      to: target(options),
      note: text(options, 'note') ?? '',
      ...(threads === undefined
        ? {}
        : { threadIds: threads.split(',').map((id) => parseId(ThreadId, id.trim())) }),
    })
    output.result(
      sent,
      ({ comments, sessionId, turnId, queued }) =>
        `${comments} ${comments === 1 ? 'comment' : 'comments'} sent to ${sessionId}${turnId === null ? '' : ` as ${turnId}`}${queued ? ', which waits for its turn' : ''}`,
    )
  },
}
