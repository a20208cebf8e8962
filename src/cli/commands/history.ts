import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Failure, SessionId, type HistoryHit } from '../../contracts/index.ts'
import { choice, text, UsageError, type Command } from '../command.ts'
import { ago, printable } from '../output.ts'
import { parseId } from '../parse-id.ts'

const formats = { md: 'markdown', json: 'json' } as const
const defaultHits = 20

export const sessionExport: Command = {
  path: 'session export',
  summary: 'Print a session as Markdown or JSON, or write it to a file; also of a deleted workspace',
  args: ['session'],
  options: {
    format: { type: 'string', value: 'md|json', help: 'Format (default: md)' },
    output: {
      type: 'string',
      short: 'o',
      value: '<file>',
      help: 'File to write; one that exists is replaced',
    },
  },
  async run({ client, output, cwd }, [session], options) {
    const sessionId = parseId(SessionId, session)
    const format = formats[choice(options, 'format', ['md', 'json']) ?? 'md']
    const exported = await (await client()).session.export({ sessionId, format })
    const file = text(options, 'output')
    if (file === undefined) return output.result(exported, () => printable(exported.text.trimEnd()))
    const path = resolve(cwd, file)
    write(path, exported.text)
    output.result({ path, fileName: exported.fileName }, () => `Wrote ${path}`)
  },
}

function write(path: string, content: string): void {
  try {
    writeFileSync(path, content)
  } catch (error) {
    throw new Failure('invalid_input', `${path} cannot be written: ${(error as Error).message}`, {
      cause: error,
    })
  }
}

export const search: Command = {
  path: 'search',
  summary: 'Find what was said and done in all sessions, newest first',
  args: ['words'],
  rest: true,
  options: {
    workspace: { type: 'string', value: '<workspace>', help: 'Only there, by id or name' },
    limit: { type: 'string', value: '<n>', help: `At most so many (default: ${defaultHits})` },
  },
  async run({ client, output }, words, options) {
    const limit = Number(text(options, 'limit') ?? defaultHits)
    if (!Number.isInteger(limit) || limit < 1 || limit > 200) throw new UsageError('--limit is 1 to 200')
    const query = words.join(' ')
    const results = await (
      await client()
    ).history.search({ query, workspace: text(options, 'workspace'), limit })
    output.result(results, ({ hits, more }) => {
      if (hits.length === 0) return `Nothing was found for: ${query}`
      return [...hits.map(describe), ...(more ? ['There are more; --limit shows up to 200.'] : [])].join(
        '\n\n',
      )
    })
  },
}

const who: Record<HistoryHit['kind'], string> = {
  user: 'you',
  agent: 'agent',
  thought: 'thought',
  notice: 'notice',
  tool_call: 'tool call',
  approval: 'approval',
  question: 'question',
}

const describe = (hit: HistoryHit): string =>
  printable(
    [
      `${hit.sessionTitle}  ${hit.sessionId}  ${hit.place.workspaceName}${hit.place.deletedAt === null ? '' : ' (deleted)'}`,
      `  ${who[hit.kind]}, ${ago(hit.createdAt, Date.now())}: ${hit.snippet.text}`,
    ].join('\n'),
  )
