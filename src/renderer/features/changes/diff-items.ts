import type { CodeViewDiffItem, DiffLineAnnotation, FileDiffMetadata } from '@pierre/diffs'
import type { FileDiff } from '../../../contracts/index.ts'
import type { ChangedEntry } from './changed-entry.ts'
import { emptyMetadata, firstChange, metadataOf, metadataOfTexts } from './diff-metadata.ts'
import type { HunkTarget, LineNote, LinesTarget } from './extension.ts'
import { fileCard, type FileCard } from './file-card-kind.ts'
import type { PatchState } from './patch-loader.ts'

/** What stands below a line of a diff, or above its first. */
export type Note =
  | { kind: 'card'; card: FileCard }
  | { kind: 'hunk'; hunk: Pick<HunkTarget, 'oldStart' | 'oldLines' | 'newStart' | 'newLines'> }
  | { kind: 'lines'; lines: Pick<LinesTarget, 'start' | 'end'> }
  | { kind: 'note'; note: LineNote }

export type DiffItem = CodeViewDiffItem<Note>

export interface ItemInput {
  entry: ChangedEntry
  patch: PatchState | undefined
  /** Both sides of a file that git takes for binary and we can read. */
  texts: FileDiff | undefined
  collapsed: boolean
  withHunks: boolean
  notes: readonly LineNote[]
  chosen: Pick<LinesTarget, 'start' | 'end'> | null
}

type Annotation = DiffLineAnnotation<Note>

/** Makes the items of the diff list, the same object again where nothing changed. */
export class DiffItems {
  #made = new Map<string, { item: DiffItem; input: ItemInput }>()
  #metadata = new Map<string, { key: string; metadata: FileDiffMetadata }>()
  #version = 0

  of(inputs: readonly ItemInput[]): DiffItem[] {
    const made = new Map<string, { item: DiffItem; input: ItemInput }>()
    for (const input of inputs) {
      const { id } = input.entry
      const before = this.#made.get(id)
      made.set(id, before && isSame(before.input, input) ? before : { item: this.#make(input), input })
    }
    for (const id of this.#metadata.keys()) if (!made.has(id)) this.#metadata.delete(id)
    this.#made = made
    return inputs.map(({ entry }) => made.get(entry.id)?.item).filter((item) => item !== undefined)
  }

  #make(input: ItemInput): DiffItem {
    const { entry, collapsed } = input
    const card = fileCard(entry, input.patch, input.texts !== undefined)
    const fileDiff = this.#metadataOf(input)
    return {
      id: entry.id,
      type: 'diff',
      fileDiff,
      collapsed,
      version: ++this.#version,
      annotations: annotationsOf(input, fileDiff, card),
    }
  }

  /** The same as long as the content is: the library keeps in it what the user expanded. */
  #metadataOf({ entry, patch, texts }: ItemInput): FileDiffMetadata {
    const key = texts ? `texts:${entry.file.stamp}` : patch?.phase === 'ready' ? `${patch.revision}` : 'none'
    const known = this.#metadata.get(entry.id)
    if (known?.key === key) return known.metadata
    const cacheKey = `${entry.id}:${key}`
    const metadata = texts
      ? metadataOfTexts(entry.file, texts, cacheKey)
      : patch?.phase === 'ready' && patch.patch.patch !== null
        ? metadataOf(entry.file, patch.patch.patch, cacheKey)
        : emptyMetadata(entry.file)
    this.#metadata.set(entry.id, { key, metadata })
    return metadata
  }
}

function isSame(a: ItemInput, b: ItemInput): boolean {
  return (
    a.entry.file === b.entry.file &&
    a.entry.repository.repositoryId === b.entry.repository.repositoryId &&
    a.patch === b.patch &&
    a.texts === b.texts &&
    a.collapsed === b.collapsed &&
    a.withHunks === b.withHunks &&
    a.notes === b.notes &&
    a.chosen === b.chosen
  )
}

function annotationsOf(input: ItemInput, diff: FileDiffMetadata, card: FileCard | null): Annotation[] {
  const onTop = diff.type === 'deleted' ? 'deletions' : 'additions'
  const found: Annotation[] = []
  if (card) found.push({ side: onTop, lineNumber: 0, metadata: { kind: 'card', card } })
  if (input.withHunks)
    for (const hunk of diff.hunks) {
      const place = firstChange(hunk)
      if (!place) continue
      const { deletionStart, deletionCount, additionStart, additionCount } = hunk
      const lines = {
        oldStart: deletionStart,
        oldLines: deletionCount,
        newStart: additionStart,
        newLines: additionCount,
      }
      found.push({ ...place, metadata: { kind: 'hunk', hunk: lines } })
    }
  for (const note of input.notes)
    found.push({ side: sideOf(note.side), lineNumber: note.line, metadata: { kind: 'note', note } })
  if (input.chosen) {
    const { side, line } = input.chosen.end
    found.push({ side: sideOf(side), lineNumber: line, metadata: { kind: 'lines', lines: input.chosen } })
  }
  return found
}

const sideOf = (side: 'old' | 'new'): 'deletions' | 'additions' =>
  side === 'old' ? 'deletions' : 'additions'
