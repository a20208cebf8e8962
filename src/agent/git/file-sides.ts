import { lstat, readFile, readlink, realpath } from 'node:fs/promises'
import { isAbsolute, relative, sep } from 'node:path'
import { Failure } from '../../contracts/index.ts'
import { pathBytes } from './path-bytes.ts'
import type { DiffEntry } from './parse-diff.ts'
import type { GitRunner } from './runner.ts'
import { entryOf, type Sides } from './sides.ts'

/** The content of one side; null where the side does not exist. Bytes are null when there are more than allowed. */
export type SideBytes = { size: number; bytes: Buffer | null } | null

const submoduleMode = '160000'

async function ofObject(git: GitRunner, mode: string, oid: string, maxBytes: number): Promise<SideBytes> {
  if (mode === submoduleMode) return textSide(`Subproject commit ${oid}\n`)
  const size = Number(await git(['cat-file', '-s', oid]))
  return { size, bytes: size > maxBytes ? null : await git.bytes(['cat-file', 'blob', oid]) }
}

const textSide = (text: string): SideBytes => ({ size: Buffer.byteLength(text), bytes: Buffer.from(text) })

/** The worktree's side. A link is shown as its target, never followed; a folder above may not lead outside. */
async function ofWorktree(worktree: string, path: string, maxBytes: number): Promise<SideBytes> {
  const file = Buffer.concat([Buffer.from(worktree + sep), pathBytes(path)])
  try {
    const parent = relative(await real(worktree), await real(file.subarray(0, file.lastIndexOf(sep))))
    if (parent === '..' || parent.startsWith(`..${sep}`) || isAbsolute(parent)) throw outside(path)
    const found = await lstat(file)
    if (found.isSymbolicLink()) {
      const bytes = await readlink(file, { encoding: 'buffer' })
      return { size: bytes.length, bytes }
    }
    if (!found.isFile()) return null
    return { size: found.size, bytes: found.size > maxBytes ? null : await readFile(file) }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw error
  }
}

/** One letter a byte: enough to compare, whatever the names are. */
const real = async (path: string | Buffer): Promise<string> =>
  (await realpath(path, { encoding: 'buffer' })).toString('latin1')

const outside = (path: string): Failure =>
  new Failure('invalid_input', `${path} lies outside the worktree`, { details: { path: 'path' } })

/** What git says of a changed file. Throws `invalid_input` for a path outside the worktree or without changes. */
export async function changedEntry(
  git: GitRunner,
  name: string,
  sides: Sides,
  file: { path: string; oldPath: string | null },
): Promise<DiffEntry> {
  for (const path of [file.path, file.oldPath ?? file.path])
    if (path === '' || isAbsolute(path) || path.includes('\0') || path.split(/[\\/]/).includes('..'))
      throw outside(path)
  const entry = await entryOf(git, sides, file)
  if (entry) return entry
  throw new Failure('invalid_input', `${file.path} has no changes in ${name}`)
}

/** The bytes of both sides of a changed file, or of one. */
export async function readSide(
  git: GitRunner,
  worktree: string,
  sides: Sides,
  entry: DiffEntry,
  which: 'old' | 'new',
  maxBytes: number,
): Promise<SideBytes> {
  const [mode, oid] = which === 'old' ? [entry.oldMode, entry.oldOid] : [entry.newMode, entry.newOid]
  if (mode === null) return null
  if (oid !== null && (which === 'old' || sides.new.kind !== 'worktree' || mode === submoduleMode))
    return ofObject(git, mode, oid, maxBytes)
  if (which === 'old' || sides.new.kind !== 'worktree') return null
  if (mode !== submoduleMode) return ofWorktree(worktree, entry.path, maxBytes)
  const head = (await git(['-C', entry.path, 'rev-parse', 'HEAD'])).trim()
  return textSide(`Subproject commit ${head}\n`)
}
