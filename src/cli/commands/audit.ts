import { closeSync, openSync, writeSync } from 'node:fs'
import { resolve } from 'node:path'
import {
  auditCells,
  auditColumns,
  csvLine,
  Failure,
  type AuditEntry,
  type AuditFilter,
} from '../../contracts/index.ts'
import { choice, text, UsageError, type Command, type OptionHelp, type Values } from '../command.ts'
import type { AppClient } from '../connect.ts'
import { ago } from '../output.ts'

const defaultEntries = 50
const pageSize = 500

const filterOptions = {
  text: { type: 'string', value: '<text>', help: 'Only entries with this in who, what or on what' },
  outcome: { type: 'string', value: 'ok|failed|pending', help: 'Only entries that ended so' },
} as const satisfies Record<string, OptionHelp>

const filterOf = (options: Values): AuditFilter => ({
  text: text(options, 'text') ?? '',
  outcome: choice(options, 'outcome', ['ok', 'failed', 'pending']) ?? 'any',
})

export const auditList: Command = {
  path: 'audit list',
  summary: 'List what was done with this installation, newest first',
  args: [],
  options: {
    ...filterOptions,
    limit: { type: 'string', value: '<n>', help: `At most so many (default: ${defaultEntries})` },
    before: { type: 'string', value: '<id>', help: 'Only entries older than this one' },
  },
  async run({ client, output }, _args, options) {
    const limit = numberOf(options, 'limit', pageSize) ?? defaultEntries
    const before = numberOf(options, 'before', Number.MAX_SAFE_INTEGER)
    const page = await (await client()).audit.list({ ...filterOf(options), limit, before })
    output.list(
      page.entries,
      ['id', 'when', 'who', 'what', 'on', 'outcome'],
      ({ id, at, who, what, target, outcome }) => [
        String(id),
        ago(at, Date.now()),
        who,
        what,
        target ?? '',
        outcome,
      ],
      'No entries.',
    )
    const last = page.entries.at(-1)
    if (page.more && last) output.note(`There are older ones: --before ${last.id}`)
  },
}

const formats: Record<'csv' | 'ndjson', { head: string; line(entry: AuditEntry): string }> = {
  csv: { head: csvLine(auditColumns), line: (entry) => csvLine(auditCells(entry)) },
  ndjson: { head: '', line: (entry) => `${JSON.stringify(entry)}\n` },
}

export const auditExport: Command = {
  path: 'audit export',
  summary: 'Write the audit log to a file, newest first',
  args: ['file'],
  options: {
    ...filterOptions,
    format: { type: 'string', value: 'csv|ndjson', help: 'Format (default: csv)' },
  },
  async run({ client, output, cwd }, [file = ''], options) {
    const path = resolve(cwd, file)
    const format = formats[choice(options, 'format', ['csv', 'ndjson']) ?? 'csv']
    const app = await client()
    const handle = openForWriting(path)
    let count = 0
    try {
      writeSync(handle, format.head)
      for await (const entries of pages(app, filterOf(options))) {
        writeSync(handle, entries.map(format.line).join(''))
        count += entries.length
      }
    } finally {
      closeSync(handle)
    }
    output.result({ path, entries: count }, () => `Wrote ${count} entries to ${path}`)
  },
}

async function* pages(app: AppClient, filter: AuditFilter): AsyncGenerator<AuditEntry[]> {
  let before: number | undefined
  while (true) {
    const { entries, more } = await app.audit.list({ ...filter, limit: pageSize, before })
    yield entries
    before = entries.at(-1)?.id
    if (!more) return
  }
}

function openForWriting(path: string): number {
  try {
    return openSync(path, 'w', 0o600)
  } catch (error) {
    throw new Failure('invalid_input', `${path} cannot be written: ${(error as Error).message}`, {
      cause: error,
    })
  }
}

function numberOf(options: Values, name: string, most: number): number | undefined {
  const given = text(options, name)
  if (given === undefined) return undefined
  const number = Number(given)
  if (!Number.isInteger(number) || number < 1 || number > most)
    throw new UsageError(`--${name} is a whole number from 1 to ${most}`)
  return number
}
