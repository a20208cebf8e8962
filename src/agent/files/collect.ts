import type { Dirent } from 'node:fs'
import { lstat, readdir, readlink, rmdir, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../contracts/index.ts'
import { entryOf, openFolder, openForReading, type OpenFolder, type Place } from '../confine/index.ts'
import type { FileToKeep } from '../git/index.ts'
import { isGitsOwn } from './worktree-path.ts'

/** More files than this in one folder are left to a terminal. */
const mostFiles = 20_000

export interface Collected {
  kind: 'file' | 'folder' | 'link'
  files: FileToKeep[]
  /** By path: which file it was, to see whether it is still the same. */
  marks: Map<string, string>
}

/**
 * Reads what is at a place, a folder with all that is in it, ignored files too. Throws `limit_reached`, and
 * `dirty_worktree` for a folder that holds a repository of its own.
 */
export async function collect(place: Place, path: string, mostBytes: number): Promise<Collected> {
  const found: Collected = { kind: 'file', files: [], marks: new Map() }
  let bytes = 0
  const add = async (folder: OpenFolder, name: string, at: string): Promise<Collected['kind']> => {
    const about = await lstat(entryOf(folder, name), { bigint: true })
    if (about.isDirectory()) {
      await inFolder(folder, name, async (inner, entry) => {
        await add(inner, entry.name, join(at, entry.name))
      })
      return 'folder'
    }
    bytes += Number(about.size)
    if (bytes > mostBytes || found.files.length >= mostFiles) throw tooMuch(path, mostBytes)
    const mark = markOf(about)
    if (about.isSymbolicLink()) {
      const target = await readlink(entryOf(folder, name), { encoding: 'buffer' })
      found.files.push({ path: at, bytes: target, mode: null })
    } else if (about.isFile()) {
      const content = await read(folder, name)
      found.files.push({ path: at, bytes: content, mode: Number(about.mode) & 0o7777 })
    } else throw new Failure('invalid_input', `${at} is no plain file`, { details: { path: 'path' } })
    found.marks.set(at, mark)
    return about.isSymbolicLink() ? 'link' : 'file'
  }
  found.kind = await add(place.folder, place.name, path)
  return found
}

const markOf = (about: { ino: bigint; size: bigint; mtimeNs: bigint }): string =>
  [about.ino, about.size, about.mtimeNs].join(' ')

async function read(folder: OpenFolder, name: string): Promise<Buffer> {
  const file = await openForReading({ folder, name })
  try {
    return await file.readFile()
  } finally {
    await file.close()
  }
}

async function inFolder(
  parent: OpenFolder,
  name: string,
  each: (folder: OpenFolder, entry: Dirent) => Promise<void>,
): Promise<void> {
  const folder = await openFolder(parent, name)
  try {
    for (const entry of await readdir(entryOf(folder, ''), { withFileTypes: true })) {
      if (isGitsOwn(entry.name))
        throw new Failure('dirty_worktree', `${name} holds a repository of its own`, {
          hint: 'A backup would not keep it. Move or delete it in a terminal.',
        })
      await each(folder, entry)
    }
  } finally {
    await folder.close()
  }
}

/**
 * Deletes what was collected and nothing else: a file that is new or was changed since stays, with its folders.
 * Throws `file_changed` then.
 */
export async function removeCollected(place: Place, path: string, { marks }: Collected): Promise<void> {
  const remove = async (folder: OpenFolder, name: string, at: string): Promise<void> => {
    const about = await lstat(entryOf(folder, name), { bigint: true })
    if (about.isDirectory()) {
      await inFolder(folder, name, (inner, entry) => remove(inner, entry.name, join(at, entry.name)))
      await rmdir(entryOf(folder, name))
    } else if (marks.get(at) === markOf(about)) await unlink(entryOf(folder, name))
    else
      throw new Failure('file_changed', `${at} was changed while it was being deleted`, {
        hint: 'It was left as it is. What was deleted before it is in a backup.',
      })
  }
  await remove(place.folder, place.name, path)
}

const tooMuch = (path: string, mostBytes: number): Failure =>
  new Failure(
    'limit_reached',
    `${path} holds more than ${mostFiles} files or ${mostBytes} bytes: too much to keep in a backup`,
    { hint: 'Delete it in a terminal. Nothing of it is kept then.', details: { mostFiles, mostBytes } },
  )
