import type { FileHandle } from 'node:fs/promises'
import {
  RequestError,
  type ReadTextFileRequest,
  type ReadTextFileResponse,
  type WriteTextFileRequest,
  type WriteTextFileResponse,
} from '@agentclientprotocol/sdk'
import type { Logger } from '../../base/index.ts'
import {
  canConfine,
  insideFolder,
  openForReading,
  PathRefused,
  replaceFile,
  type Place,
} from '../confine/index.ts'
import { Failure } from '../../contracts/index.ts'

/** Longest file read or written for an agent. Beyond it an agent is better served by its own tools. */
const mostBytes = 10 * 1024 * 1024

/** ACP's `fs/*`, confined to one workspace. */
export interface FileAccess {
  read(request: ReadTextFileRequest): Promise<ReadTextFileResponse>
  write(request: WriteTextFileRequest): Promise<WriteTextFileResponse>
}

export interface FileAccessDeps {
  /** The workspace's folder; nothing outside is ever opened. */
  folder: string
  /** Names of folders in it that are not given to agents. */
  hidden: readonly string[]
  log: Logger
  /** Whether a turn runs; without one everything is refused. */
  isWorking(): boolean
  /** Takes the lock of a file that is about to be written. Throws `file_locked`. */
  lockFile(path: string): void
}

/** JSON-RPC's code of a request that cannot be met as things are. */
const invalidRequest = -32_600

/** Worktrees keep their link to the repository here; writing it would redirect git. */
const gitName = '.git'
/** Our own mark of a workspace's folder. */
const markerName = '.switchyard-workspace'

const protects =
  (hidden: readonly string[]) =>
  (name: string, depth: number): boolean =>
    name.toLowerCase() === gitName || (depth === 0 && (name === markerName || hidden.includes(name)))

/** Undefined where files cannot be confined for sure; the agent then uses its own tools. */
export function createFileAccess(deps: FileAccessDeps): FileAccess | undefined {
  if (!canConfine()) return undefined
  const isProtected = protects(deps.hidden)
  const act = async <Result>(
    what: 'read' | 'write',
    path: string,
    use: (place: Place) => Promise<Result>,
  ): Promise<Result> => {
    if (!deps.isWorking()) throw RequestError.invalidRequest(undefined, 'Files are for a running turn')
    const create = what === 'write'
    try {
      if (create) deps.lockFile(path)
      return await insideFolder(deps.folder, path, { create, isProtected }, use)
    } catch (error) {
      const answer = answerOf(error, path)
      deps.log.warn({ path, what, reason: answer.message }, 'an agent was refused a file')
      throw answer
    }
  }
  return {
    read: async ({ path, line, limit }) => ({
      content: lines(await act('read', path, readText), line ?? null, limit ?? null),
    }),
    write: async ({ path, content }) => {
      await act('write', path, (place) => writeText(place, content))
      return {}
    },
  }
}

async function readText(place: Place): Promise<string> {
  const file = await openFile(place)
  try {
    const buffer = await file.readFile()
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(buffer)
  } catch (error) {
    throw error instanceof TypeError ? RequestError.invalidParams(undefined, 'The file is no text') : error
  } finally {
    await file.close()
  }
}

/** A plain file of bearable size or nothing. */
async function openFile(place: Place): Promise<FileHandle> {
  const file = await openForReading(place)
  try {
    const { size } = await plainFile(file)
    if (size > mostBytes) throw RequestError.invalidParams({ size, limit: mostBytes }, 'The file is too long')
    return file
  } catch (error) {
    await file.close()
    throw error
  }
}

async function plainFile(file: FileHandle): Promise<{ size: number; mode: number }> {
  const found = await file.stat()
  if (!found.isFile()) throw RequestError.invalidParams(undefined, 'This is no plain file')
  return found
}

async function writeText(place: Place, content: string): Promise<void> {
  if (Buffer.byteLength(content) > mostBytes)
    throw RequestError.invalidParams({ limit: mostBytes }, 'The content is too long')
  await replaceFile(place, { bytes: content, mode: await modeOf(place) })
}

/** Permissions of the file that is there; null when none is. */
async function modeOf(place: Place): Promise<number | null> {
  let file: FileHandle
  try {
    file = await openFile(place)
  } catch (error) {
    if (error instanceof PathRefused && error.reason === 'missing') return null
    throw error
  }
  try {
    return (await plainFile(file)).mode & 0o777
  } finally {
    await file.close()
  }
}

/** `limit` lines from line `from` (counted from 1), with their line ends; all where not said. */
export function lines(content: string, from: number | null, limit: number | null): string {
  if (from === null && limit === null) return content
  const start = Math.max(0, (from ?? 1) - 1)
  const all = content.split(/(?<=\n)/)
  return all.slice(start, limit === null ? undefined : start + limit).join('')
}

const words: Record<PathRefused['reason'], string> = {
  outside: 'The path is outside the workspace',
  protected: 'The path is not for agents',
  missing: 'There is no such file',
  no_folder: 'The path is no file',
  changed: 'The path was changed while it was opened',
  too_many_links: 'The path goes through too many links',
}

function answerOf(error: unknown, path: string): RequestError {
  if (error instanceof RequestError) return error
  if (error instanceof Failure) return new RequestError(invalidRequest, error.message, error.toJSON())
  if (!(error instanceof PathRefused))
    return RequestError.internalError({ path }, (error as NodeJS.ErrnoException).code ?? 'unknown')
  if (error.reason === 'missing') return RequestError.resourceNotFound(path)
  return RequestError.invalidParams({ path, reason: error.reason }, words[error.reason])
}
