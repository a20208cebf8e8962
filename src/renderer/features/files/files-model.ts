import type { EditorState } from '@codemirror/state'
import { createStore, type StoreApi } from 'zustand/vanilla'
import {
  toFailure,
  type Backup,
  type FilePlace,
  type FileStamp,
  type WorkspaceId,
} from '../../../contracts/index.ts'
import type { AppClient } from '../../client/index.ts'
import type { Drafts } from './drafts.ts'
import {
  afterCheck,
  fileKey,
  noFiles,
  withChange,
  withOpen,
  withoutFile,
  type FilesState,
  type OpenFile,
  type ShownContent,
} from './open-file.ts'

interface Deps {
  workspaceId: WorkspaceId
  client: Pick<AppClient, 'files'>
  drafts: Drafts
  now(): number
  /** Edits could not be kept for later: they are in the editor alone. */
  draftFailed(error: unknown): void
}

/** Edits are kept once typing has stood still for this long. */
const draftAfterMs = 400

/** The files a user has open in one workspace, their unsaved edits and how they stand to the disk. */
export class FilesModel {
  readonly store: StoreApi<FilesState> = createStore<FilesState>(() => noFiles)
  /** The editors of files that are not in view, with their undo history. Written by the editor. */
  readonly editors = new Map<string, { round: number; state: EditorState; top: number }>()
  readonly #deps: Deps
  readonly #pending = new Map<string, ReturnType<typeof setTimeout>>()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Opens a file, at a line and column from 1 where given. */
  open(place: FilePlace, at?: { line: number; column?: number }): void {
    const spot = at ? { line: at.line, column: at.column ?? 1, time: this.#deps.now() } : null
    this.store.setState((state) => withOpen(state, place, spot), true)
    const key = fileKey(place)
    if (this.file(key)?.content === null) void this.#load(key)
  }

  show(key: string): void {
    this.store.setState({ active: key })
  }

  /** Takes a file out of the tabs. Unsaved edits stay: opened again it has them. */
  close(key: string): void {
    this.store.setState((state) => withoutFile(state, key), true)
    this.editors.delete(key)
  }

  file(key: string): OpenFile | undefined {
    return this.store.getState().files.find((file) => file.key === key)
  }

  /** Looks whether the disk has something else than what is open. */
  async check(key: string): Promise<void> {
    const file = this.file(key)
    if (!file || file.saving || (file.content === null && file.failure === null)) return
    const round = file.round
    const found = await this.#read(file, knownOf(file))
    const now = this.file(key)
    // Saved or loaded meanwhile: what was found is old.
    if (!now || now.saving || now.round !== round || found instanceof Error) return
    const change = afterCheck(now, found)
    if (change) this.#change(key, change)
  }

  /** The text was edited. It is asked for when it is to be kept; null: it is what the disk has again. */
  edited(key: string, text: (() => string) | null): void {
    const file = this.file(key)
    if (file?.content?.kind !== 'text') return
    if (file.dirty !== (text !== null)) this.#change(key, { dirty: text !== null })
    if (text === null) return void this.#dropDraft(key)
    clearTimeout(this.#pending.get(key))
    this.#pending.set(
      key,
      setTimeout(() => this.#keepDraft(key, text()), draftAfterMs),
    )
  }

  /** What is in the editor of a file, or would be. */
  textOf(key: string): string {
    const file = this.file(key)
    const edited = this.editors.get(key)
    if (edited && edited.round === file?.round) return edited.state.doc.toString()
    return file?.content?.kind === 'text' ? (file.draft ?? file.content.text) : ''
  }

  /** Where the cursor is, from 1; the beginning of a file that was never in view. */
  cursorOf(key: string): { line: number; column: number } {
    const state = this.editors.get(key)?.state
    if (!state) return { line: 1, column: 1 }
    const { head } = state.selection.main
    const line = state.doc.lineAt(head)
    return { line: line.number, column: head - line.from + 1 }
  }

  /**
   * Saves what is in the editor; where the disk has changed, that becomes a conflict and nothing is written. `overwrite` saves
   * all the same and resolves to the backup of what was there. Throws what else went wrong.
   */
  async save(key: string, overwrite = false): Promise<Backup | null> {
    const file = this.file(key)
    if (file?.content?.kind !== 'text' || file.saving) return null
    const { content, repositoryId, path } = file
    const { workspaceId: workspace, client } = this.#deps
    const { stamp: expected, encoding, lineEnds } = content
    const text = this.textOf(key)
    this.#change(key, { saving: true })
    try {
      const saved = await client.files.save({
        workspace,
        repositoryId,
        path,
        text,
        encoding,
        lineEnds,
        expected,
        overwrite,
      })
      const { stamp, size, modifiedAt } = saved
      this.#change(key, {
        content: { ...content, text, stamp, size, modifiedAt },
        // Somebody may have gone on typing.
        dirty: this.textOf(key) !== text,
        conflict: null,
        draft: null,
      })
      await this.#dropDraft(key)
      if (this.file(key)?.dirty) this.#keepDraft(key, this.textOf(key))
      return saved.backup
    } catch (error) {
      if (toFailure(error).code !== 'file_changed') throw error
      this.#change(key, { saving: false })
      await this.check(key)
      return null
    } finally {
      this.#change(key, { saving: false })
    }
  }

  /** Gives the unsaved edits up for what the disk has. */
  async reload(key: string): Promise<void> {
    await this.#dropDraft(key)
    this.#change(key, { dirty: false, conflict: null, draft: null })
    await this.#load(key)
  }

  /** A file or a folder has got another path: what is open of it goes along, with its edits. */
  async moved(from: FilePlace, to: string): Promise<void> {
    const under = (path: string): string | null =>
      path === from.path ? to : path.startsWith(`${from.path}/`) ? to + path.slice(from.path.length) : null
    for (const file of this.store.getState().files) {
      const path = file.repositoryId === from.repositoryId ? under(file.path) : null
      if (path === null) continue
      const key = fileKey({ ...file, path })
      const kept = this.editors.get(file.key)
      if (kept) this.editors.set(key, kept)
      this.editors.delete(file.key)
      const draft = await this.#deps.drafts.get(this.#draftKey(file.key))
      if (draft) await this.#deps.drafts.put(this.#draftKey(key), draft)
      await this.#dropDraft(file.key)
      this.store.setState(({ files, active, recent }) => ({
        files: files.map((other) => (other.key === file.key ? { ...other, key, path } : other)),
        active: active === file.key ? key : active,
        recent: recent.map((place) => (fileKey(place) === file.key ? { ...place, path } : place)),
      }))
    }
  }

  async #load(key: string): Promise<void> {
    const file = this.file(key)
    if (!file) return
    const found = await this.#read(file, null)
    if (found === 'gone' || found instanceof Error) {
      const failure =
        found === 'gone'
          ? toFailure({ code: 'file_not_found', message: `There is no ${file.path}` })
          : toFailure(found)
      return this.#change(key, { failure })
    }
    if (found.kind === 'unchanged') return
    const draft =
      found.kind === 'text' ? await this.#deps.drafts.get(this.#draftKey(key)).catch(() => null) : null
    const round = file.round + 1
    if (!draft || found.kind !== 'text') return this.#change(key, { content: found, failure: null, round })
    // Edits of an earlier day: the file may have changed since they were made.
    const { text, ...madeOn } = draft
    this.#change(key, {
      content: { ...found, ...madeOn },
      failure: null,
      dirty: true,
      draft: text,
      conflict: draft.stamp === found.stamp ? null : { kind: 'changed', content: found },
      round,
    })
  }

  async #read(
    { repositoryId, path }: FilePlace,
    known: FileStamp | null,
  ): Promise<ShownContent | { kind: 'unchanged' } | 'gone' | Error> {
    const { workspaceId: workspace, client } = this.#deps
    try {
      return await client.files.read({ workspace, repositoryId, path, known })
    } catch (error) {
      const failure = toFailure(error)
      return failure.code === 'file_not_found' ? 'gone' : failure
    }
  }

  #keepDraft(key: string, text: string): void {
    this.#pending.delete(key)
    const file = this.file(key)
    if (file?.content?.kind !== 'text' || !file.dirty) return
    const { stamp, encoding, lineEnds } = file.content
    this.#deps.drafts
      .put(this.#draftKey(key), { text, stamp, encoding, lineEnds })
      .catch((error: unknown) => this.#deps.draftFailed(error))
  }

  async #dropDraft(key: string): Promise<void> {
    clearTimeout(this.#pending.get(key))
    this.#pending.delete(key)
    await this.#deps.drafts
      .remove(this.#draftKey(key))
      .catch((error: unknown) => this.#deps.draftFailed(error))
  }

  #draftKey(key: string): string {
    return `${this.#deps.workspaceId} ${key}`
  }

  #change(key: string, change: Partial<OpenFile>): void {
    this.store.setState((state) => withChange(state, key, change), true)
  }
}

const knownOf = ({ content }: OpenFile): FileStamp | null =>
  content && 'stamp' in content ? content.stamp : null
