import type { Sides } from './sides.ts'
import type { DiffEntry } from './parse-diff.ts'
import type { GitRunner } from './runner.ts'

/** The content id of a file that is not there. */
export const noContent = 'none'

/**
 * What tells the content of each file's new side: git's object id, also where git has not made the object. A file
 * that cannot be read any more is left out.
 */
export async function contentIds(
  git: GitRunner,
  sides: Pick<Sides, 'new'>,
  entries: readonly Pick<DiffEntry, 'path' | 'newOid' | 'newMode'>[],
): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  const unknown: string[] = []
  for (const { path, newOid, newMode } of entries) {
    if (newMode === null) ids.set(path, noContent)
    else if (newOid !== null) ids.set(path, `${newMode}:${newOid}`)
    // Hashing would follow a link, and a submodule is a folder: those without an object have no content id.
    else if (sides.new.kind === 'worktree' && newMode.startsWith('100')) unknown.push(path)
  }
  const modes = new Map(entries.map(({ path, newMode }) => [path, newMode]))
  const hashed = await hashFiles(git, unknown)
  for (const [path, oid] of hashed) ids.set(path, `${modes.get(path)}:${oid}`)
  return ids
}

/** One process for all; where one of them is gone, each for itself. */
async function hashFiles(git: GitRunner, paths: readonly string[]): Promise<Map<string, string>> {
  const plain = paths.filter((path) => path.isWellFormed())
  const found = new Map<string, string>()
  if (plain.length > 0) {
    const hash = (some: readonly string[]): Promise<string> =>
      git(['hash-object', '--stdin-paths'], { input: some.map((path) => `${quoted(path)}\n`).join('') })
    const all = await hash(plain).catch(() => null)
    if (all !== null)
      for (const [at, oid] of all.trim().split('\n').entries()) found.set(plain[at] ?? '', oid)
    else
      for (const path of plain) {
        const oid = await hash([path]).catch(() => null)
        if (oid !== null) found.set(path, oid.trim())
      }
  }
  return found
}

/** `--stdin-paths` reads a name in double quotes as C would. */
const quoted = (path: string): string =>
  /^"|[\n\r\\]/.test(path)
    ? `"${path
        .replace(/[\\"]/g, String.raw`\$&`)
        .replaceAll('\n', String.raw`\n`)
        .replaceAll('\r', String.raw`\r`)}"`
    : path
