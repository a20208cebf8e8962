import type { FilePatch } from '../../contracts/index.ts'
import { decodeLines, lineEndsOf } from './decode-text.ts'
import { decodeNames, pathBytes, pathspec } from './path-bytes.ts'
import { parseDiff, type DiffEntry } from './parse-diff.ts'
import type { GitRunner } from './runner.ts'
import { plainDiff, seeingUntracked, sideArgs, spaceArgs, untrackedAmong, type Sides } from './sides.ts'

export interface PatchOptions {
  ignoreSpace: boolean
  /** A larger patch of one file is left out. */
  maxBytes: number
}

interface Section {
  entry: DiffEntry
  /** From the first `@@` on; empty when nothing but names or modes changed. */
  hunks: Buffer
}

/**
 * Patches of the given files. Lines of which only the end differs do not count as changed; where a patch leaves
 * such lines out, `lineEnds` says what happened to them.
 */
export async function readPatches(
  git: GitRunner,
  sides: Sides,
  files: readonly { path: string; oldPath: string | null }[],
  options: PatchOptions,
): Promise<FilePatch[]> {
  const names = [
    ...new Set(files.flatMap(({ path, oldPath }) => (oldPath === null ? [path] : [path, oldPath]))),
  ]
  const wanted = new Set(files.map(({ path }) => path))
  const untracked =
    sides.new.kind === 'worktree'
      ? await untrackedAmong(
          git,
          files.map(({ path }) => path),
        )
      : []
  return seeingUntracked(git, untracked, async (run) => {
    const read = async (paths: readonly string[], space: readonly string[]): Promise<Section[]> => {
      const shape = ['--raw', '--numstat', '--patch', '--no-abbrev', '--src-prefix=a/', '--dst-prefix=b/']
      const args = [...plainDiff, ...shape, '--submodule=short', ...space, ...sideArgs(sides)]
      return sections(await run([...args, '--', ...paths.map(pathspec)]))
    }
    const plain = await read(names, options.ignoreSpace ? spaceArgs(true) : [])
    const found = plain.filter(({ entry }) => wanted.has(entry.path))
    const ended = options.ignoreSpace ? [] : found.filter(({ hunks }) => endsDiffer(hunks))
    const again =
      ended.length === 0
        ? []
        : await read(
            ended.flatMap(({ entry }) =>
              entry.oldPath === null ? [entry.path] : [entry.path, entry.oldPath],
            ),
            spaceArgs(false),
          )
    return found.map((section) => {
      if (!ended.includes(section)) return filePatch(section, options, null)
      const other = again.find(({ entry }) => entry.path === section.entry.path)
      return filePatch(other ?? { ...section, hunks: Buffer.alloc(0) }, options, lineEndsIn(section.hunks))
    })
  })
}

function filePatch(
  { entry, hunks }: Section,
  { maxBytes }: PatchOptions,
  lineEnds: FilePatch['lineEnds'],
): FilePatch {
  const common = { path: entry.path, binary: entry.binary, lineEnds }
  if (hunks.length > maxBytes) return { ...common, patch: null, tooLarge: true, encoding: 'utf8' }
  const { text, encoding } = decodeLines(hunks)
  return { ...common, patch: text === '' ? null : text, tooLarge: false, encoding }
}

/** What `git diff --raw --numstat --patch -z` says of each file: first the lists, then the patches in their order. */
export function sections(output: Buffer): Section[] {
  // An empty record stands between the lists and the patches.
  const patchesFrom = output.indexOf('\0\0diff --git ')
  const lists = patchesFrom < 0 ? output : output.subarray(0, patchesFrom + 1)
  const entries = parseDiff(decodeNames(lists))
  let rest = patchesFrom < 0 ? Buffer.alloc(0) : output.subarray(patchesFrom + 2)
  return entries.map((entry) => {
    const header = headerOf(entry)
    if (!rest.subarray(0, header.length).equals(header)) return { entry, hunks: Buffer.alloc(0) }
    const next = rest.indexOf('\ndiff --git ', header.length)
    const section = next < 0 ? rest : rest.subarray(0, next + 1)
    rest = next < 0 ? Buffer.alloc(0) : rest.subarray(next + 1)
    // The names above may hold line ends, but the first hunk follows the line of the new name.
    const start = section.indexOf('\n@@ ')
    return { entry, hunks: start < 0 ? Buffer.alloc(0) : section.subarray(start + 1) }
  })
}

const headerOf = ({ path, oldPath }: DiffEntry): Buffer => {
  const [before, after] = [quoted(`a/${oldPath ?? path}`), quoted(`b/${path}`)]
  return Buffer.concat([
    Buffer.from('diff --git '),
    pathBytes(before),
    Buffer.from(' '),
    pathBytes(after),
    Buffer.from('\n'),
  ])
}

const escapes: Record<string, string> = {
  '\x07': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
}

/** As git writes a name in a patch (`quote_c_style`, with core.quotePath off). */
function quoted(name: string): string {
  // oxlint-disable-next-line no-control-regex
  const special = /[\x00-\x1f\x7f"\\]/g
  if (name.search(special) < 0) return name
  const escaped = name.replace(special, (letter) => {
    if (letter === '"' || letter === '\\') return `\\${letter}`
    const known = escapes[letter]
    return `\\${known ?? letter.charCodeAt(0).toString(8).padStart(3, '0')}`
  })
  return `"${escaped}"`
}

/** The lines of a patch that begin with a sign, without it. */
const linesWith = (patch: string, sign: string): string =>
  patch
    .split('\n')
    .flatMap((line) => (line.startsWith(sign) ? `${line.slice(1)}\n` : []))
    .join('')

function lineEndsIn(hunks: Buffer): NonNullable<FilePatch['lineEnds']> {
  const patch = hunks.toString('latin1')
  return { old: lineEndsOf(linesWith(patch, '-')), new: lineEndsOf(linesWith(patch, '+')) }
}

/** Some removed lines end otherwise than some added ones: a look at their content alone is worth it. */
function endsDiffer(hunks: Buffer): boolean {
  if (!hunks.includes('\r\n')) return false
  const ends = lineEndsIn(hunks)
  return ends.old !== ends.new && ends.old !== 'none' && ends.new !== 'none'
}
