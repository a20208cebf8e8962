import {
  sessionExportVersion,
  type ExportedSession,
  type ExportFormat,
  type SessionExport,
} from '../../contracts/index.ts'
import { markdownOf } from './markdown.ts'
import type { SessionRecord } from './session-record.ts'

const endings: Record<ExportFormat, string> = { markdown: 'md', json: 'json' }
/** Characters of the title in a file name; file systems take 255 bytes for all of it. */
const mostOfTitle = 60

/** The session as a file of the format. */
export function exportSession(record: SessionRecord, format: ExportFormat): ExportedSession {
  const fileName = `${fileStem(record)}.${endings[format]}`
  return { fileName, text: format === 'json' ? jsonOf(record) : markdownOf(record) }
}

function jsonOf({
  session: { unseen: _unseen, ...session },
  place,
  turns,
  exportedAt,
}: SessionRecord): string {
  const whole: SessionExport = {
    format: 'switchyard.session',
    version: sessionExportVersion,
    exportedAt,
    place,
    session,
    turns,
  }
  return `${JSON.stringify(whole, null, 2)}\n`
}

/** `fix-the-login-2026-11-21`: letters, digits and hyphens, so that every file system takes it. */
function fileStem({ session, exportedAt }: SessionRecord): string {
  const title = session.title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
  const short = Array.from(title)
    .slice(0, mostOfTitle)
    .join('')
    .replace(/^-+|-+$/g, '')
  return `${short || 'session'}-${new Date(exportedAt).toISOString().slice(0, 10)}`
}
