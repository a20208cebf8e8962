import { shownPath, type ChangedFile, type Failure, type DiffLineEnds } from '../../../contracts/index.ts'
import type { ChangedEntry } from './changed-entry.ts'
import { isLarge, type PatchState } from './patch-loader.ts'

/** What is said of a file in place of its lines, or above them. */
export type FileCard =
  | { kind: 'loading' }
  | { kind: 'failed'; failure: Failure }
  | { kind: 'large'; lines: number }
  | { kind: 'images'; withText: boolean }
  | { kind: 'binary' }
  /** Facts that no line tells: modes, links, line ends, encoding, a pure rename. */
  | { kind: 'facts'; facts: readonly string[] }

const imageName = /\.(png|jpe?g|gif|webp|avif|bmp|ico|svg)$/i
const isSvg = (path: string): boolean => /\.svg$/i.test(path)

const symlink = '120000'
const submodule = '160000'

/** Null where the lines say everything. `hasTexts`: git takes it for binary, and we could read it. */
export function fileCard(
  entry: ChangedEntry,
  state: PatchState | undefined,
  hasTexts: boolean,
): FileCard | null {
  const { file } = entry
  if (!state)
    return isLarge(entry) ? { kind: 'large', lines: file.added + file.removed } : { kind: 'loading' }
  if (state.phase === 'failed') return { kind: 'failed', failure: state.failure }
  const { patch } = state
  if (patch.tooLarge) return { kind: 'large', lines: file.added + file.removed }
  const isLink = file.newMode === symlink || file.oldMode === symlink
  if (imageName.test(file.path) && !isLink) return { kind: 'images', withText: isSvg(file.path) }
  if (patch.binary && !hasTexts) return { kind: 'binary' }
  const facts = factsOf(file, patch.encoding, patch.lineEnds)
  if (facts.length > 0) return { kind: 'facts', facts }
  return patch.patch === null && !hasTexts ? { kind: 'facts', facts: [nothingLeft(file)] } : null
}

const nothingLeft = ({ status, added, removed }: ChangedFile): string => {
  if (status === 'R') return 'Renamed, nothing else changed.'
  if (status === 'A') return 'An empty file.'
  if (status === 'D') return 'The file was empty.'
  if (status === 'U') return 'In conflict.'
  return added + removed > 0 ? 'Only white space changed.' : 'No line changed.'
}

function factsOf(
  file: ChangedFile,
  encoding: string,
  lineEnds: { old: DiffLineEnds; new: DiffLineEnds } | null,
): string[] {
  const { oldMode, newMode, oldPath } = file
  const facts: string[] = []
  if (newMode === submodule || oldMode === submodule)
    facts.push('A submodule: only the commit it points at is kept here.')
  else if (newMode === symlink || oldMode === symlink)
    facts.push('A symbolic link: its line is where it leads.')
  if (oldMode && newMode && oldMode !== newMode) facts.push(modeChange(oldMode, newMode))
  if (oldPath !== null && file.added + file.removed === 0)
    facts.push(`Renamed from ${shownPath(oldPath)}, nothing else changed.`)
  if (lineEnds) facts.push(`Line ends changed from ${endsWord[lineEnds.old]} to ${endsWord[lineEnds.new]}.`)
  if (encoding === 'latin1') facts.push('Not UTF-8: read as Windows-1252.')
  return facts
}

const endsWord: Record<DiffLineEnds, string> = { lf: 'LF', crlf: 'CRLF', mixed: 'mixed', none: 'none' }

function modeChange(oldMode: string, newMode: string): string {
  const executable = (mode: string): boolean => mode === '100755'
  if (executable(newMode) && oldMode === '100644') return 'Can be run now (mode 644 to 755).'
  if (executable(oldMode) && newMode === '100644') return 'Can no longer be run (mode 755 to 644).'
  return `Mode changed from ${oldMode} to ${newMode}.`
}
