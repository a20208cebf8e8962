import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { readJsonFile, writeJsonFile } from '../../base/index.ts'
import { GitActKind, RepositoryState, WorkspaceId, type RepositoryId } from '../../contracts/index.ts'

/** A git act that has begun and not ended, as the next daemon finds it. */
const ActRecord = z.object({
  kind: GitActKind,
  startedAt: z.number().int(),
  /** The git that runs, and when it started as the system tells it. */
  process: z.object({ pid: z.number().int(), startedAt: z.string().nullable() }).nullable(),
  /** Branch and files as they were; null where an act changes none. */
  before: RepositoryState.nullable(),
  /** Of a push: the ref that tells what the remote had last, and the commit that is to be there. */
  pushed: z.object({ ref: z.string(), commit: z.string() }).nullable(),
})
export type ActRecord = z.infer<typeof ActRecord>

const ActFile = z.record(z.string(), ActRecord)

/**
 * Begun acts on disk, a file for each workspace: what a daemon that is killed leaves half done is told truthfully by
 * the next one, and an abort, however late, knows what to put back.
 */
export class ActRecords {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  get(workspace: WorkspaceId, repository: RepositoryId): ActRecord | null {
    return this.#read(workspace)[repository] ?? null
  }

  put(workspace: WorkspaceId, repository: RepositoryId, record: ActRecord): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    writeJsonFile(this.#path(workspace), { ...this.#read(workspace), [repository]: record })
  }

  /** It stopped and waits for the user: no git of it runs any more. */
  wait(workspace: WorkspaceId, repository: RepositoryId): void {
    const record = this.get(workspace, repository)
    if (record) this.put(workspace, repository, { ...record, process: null })
  }

  remove(workspace: WorkspaceId, repository: RepositoryId): void {
    const { [repository]: removed, ...rest } = this.#read(workspace)
    if (removed === undefined) return
    if (Object.keys(rest).length === 0) rmSync(this.#path(workspace), { force: true })
    else writeJsonFile(this.#path(workspace), rest)
  }

  /** Forgets a workspace. */
  removeAll(workspace: WorkspaceId): void {
    rmSync(this.#path(workspace), { force: true })
  }

  workspaces(): WorkspaceId[] {
    let names: string[]
    try {
      names = readdirSync(this.#folder)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
      throw error
    }
    return names.flatMap((name) => {
      const id = WorkspaceId.safeParse(name.replace(/\.json$/, ''))
      return id.success && name.endsWith('.json') ? [id.data] : []
    })
  }

  #read(workspace: WorkspaceId): Record<string, ActRecord> {
    return readJsonFile(this.#path(workspace), ActFile) ?? {}
  }

  #path(workspace: WorkspaceId): string {
    return join(this.#folder, `${workspace}.json`)
  }
}
