import { createStore, type StoreApi } from 'zustand/vanilla'
import { toFailure, type Failure, type FilePatch, type RepositoryId } from '../../../contracts/index.ts'
import type { ChangedEntry } from './changed-entry.ts'

/** The first call brings what fits on a screen; later ones more at once. */
const firstFiles = 12
const laterFiles = 60
/** Changed lines after which a call takes no more files. */
const linesAtOnce = 6_000
/** A change of more lines is drawn when the user asks for it. */
export const largeLines = 4_000
/** Patches beyond this many letters altogether are read only where the user looks. */
const unaskedLetters = 24 * 1024 * 1024
/** How far from where the user looks those are read. */
const nearFiles = 30

export type PatchState =
  | { phase: 'failed'; stamp: string; failure: Failure }
  | { phase: 'ready'; stamp: string; patch: FilePatch; revision: number }

type Fetch = (
  repositoryId: RepositoryId,
  files: { path: string; oldPath: string | null }[],
  large: boolean,
  signal: AbortSignal,
) => Promise<FilePatch[]>

/** Patches by entry id. What is there stays until the newer version has come. */
export type Patches = ReadonlyMap<string, PatchState>

/**
 * Reads the patches of the files on the screen: those nearest to where the user looks first, some at once, one call
 * after the other; again where a file's stamp has changed.
 */
export class PatchLoader {
  readonly store: StoreApi<Patches> = createStore<Patches>(() => new Map())
  readonly #fetch: Fetch
  readonly #stop = new AbortController()
  #entries: readonly ChangedEntry[] = []
  #places = new Map<string, number>()
  #near = 0
  #asked = new Set<string>()
  #letters = 0
  #revision = 0
  #running = false

  constructor(fetch: Fetch) {
    this.#fetch = fetch
  }

  /** The files of the screen, in their order. */
  show(entries: readonly ChangedEntry[]): void {
    this.#entries = entries
    this.#places = new Map(entries.map(({ id }, at) => [id, at]))
    const kept = [...this.store.getState()].filter(([id]) => this.#places.has(id))
    if (kept.length < this.store.getState().size) this.store.setState(new Map(kept), true)
    this.#letters = kept.reduce((sum, [, state]) => sum + lettersOf(state), 0)
    void this.#run()
  }

  /** Where the user looks. */
  lookAt(id: string): void {
    this.#near = this.#places.get(id) ?? this.#near
    void this.#run()
  }

  /** The user asks for one that is large, or again for one that failed. */
  ask(id: string): void {
    this.#asked.add(id)
    this.#set([[id, null]])
    void this.#run()
  }

  close(): void {
    this.#stop.abort()
  }

  async #run(): Promise<void> {
    if (this.#running) return
    this.#running = true
    try {
      for (let batch = this.#next(); batch && !this.#stop.signal.aborted; batch = this.#next())
        await this.#read(batch)
    } finally {
      this.#running = false
    }
  }

  async #read({ entries, large }: { entries: ChangedEntry[]; large: boolean }): Promise<void> {
    const [first] = entries
    if (!first) return
    const files = entries.map(({ file }) => ({ path: file.path, oldPath: file.oldPath }))
    try {
      const found = await this.#fetch(first.repository.repositoryId, files, large, this.#stop.signal)
      const byPath = new Map(found.map((patch) => [patch.path, patch]))
      this.#set(
        entries.map(({ id, file }) => [
          id,
          {
            phase: 'ready',
            stamp: file.stamp,
            patch: byPath.get(file.path) ?? unchanged(file.path),
            revision: ++this.#revision,
          },
        ]),
      )
    } catch (error) {
      const failure = toFailure(error)
      this.#set(entries.map(({ id, file }) => [id, { phase: 'failed', stamp: file.stamp, failure }]))
    }
  }

  #set(changes: readonly (readonly [string, PatchState | null])[]): void {
    if (this.#stop.signal.aborted) return
    const next = new Map(this.store.getState())
    for (const [id, state] of changes) {
      this.#letters += lettersOf(state ?? undefined) - lettersOf(next.get(id))
      if (state === null) next.delete(id)
      else if (this.#places.has(id)) next.set(id, state)
    }
    this.store.setState(next, true)
  }

  /** What to read next; null when all is there. */
  #next(): { entries: ChangedEntry[]; large: boolean } | null {
    const known = this.store.getState()
    const reach = this.#letters < unaskedLetters ? Number.POSITIVE_INFINITY : nearFiles
    const missing = this.#entries.flatMap((entry, at) => {
      const isKnown = known.get(entry.id)?.stamp === entry.file.stamp
      const isWanted = this.#asked.has(entry.id) || (!isLarge(entry) && Math.abs(at - this.#near) <= reach)
      return isKnown || !isWanted ? [] : [{ entry, far: Math.abs(at - this.#near) }]
    })
    const [nearest, ...rest] = missing.toSorted((a, b) => a.far - b.far).map(({ entry }) => entry)
    if (!nearest) return null
    // One that was asked for comes alone.
    if (this.#asked.has(nearest.id)) return { entries: [nearest], large: true }
    const most = known.size === 0 ? firstFiles : laterFiles
    const entries = [nearest]
    let lines = linesOf(nearest)
    for (const entry of rest) {
      if (entries.length >= most || lines > linesAtOnce) break
      if (entry.repository.repositoryId !== nearest.repository.repositoryId || this.#asked.has(entry.id))
        continue
      entries.push(entry)
      lines += linesOf(entry)
    }
    return { entries, large: false }
  }
}

const linesOf = ({ file }: ChangedEntry): number => file.added + file.removed

export const isLarge = (entry: ChangedEntry): boolean => linesOf(entry) > largeLines

const lettersOf = (state: PatchState | undefined): number =>
  state?.phase === 'ready' ? (state.patch.patch?.length ?? 0) : 0

/** It has no changes any more; the next look at the worktree will tell so. */
const unchanged = (path: string): FilePatch => ({
  path,
  patch: null,
  binary: false,
  tooLarge: false,
  encoding: 'utf8',
  lineEnds: null,
})
