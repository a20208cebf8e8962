import type { CodeViewLineSelection, CodeViewItem, FileDiffMetadata } from '@pierre/diffs'
import { CodeView, type CodeViewHandle } from '@pierre/diffs/react'
import { useMemo, useState, type ReactNode, type Ref } from 'react'
import { useStore } from 'zustand'
import type { FileDiff } from '../../../contracts/index.ts'
import { useEntities, useServices, useUi } from '../../app/index.ts'
import type { ChangedEntry } from './changed-entry.ts'
import { DiffItems, type Note } from './diff-items.ts'
import { DiffListContext, fileOf, type DiffListContent } from './diff-list-context.ts'
import { asLf } from './diff-metadata.ts'
import { drawing } from './diff-options.ts'
import { useDiffExtension, type LineNote, type LinesTarget } from './extension.ts'
import { FileHeader } from './file-header.tsx'
import { NoteView } from './note-view.tsx'
import type { PatchLoader } from './patch-loader.ts'
import { useThemeType } from './use-theme-type.ts'

const noNotes: readonly LineNote[] = []

export interface AllDiffsProps {
  list: DiffListContent
  entries: readonly ChangedEntry[]
  loader: PatchLoader
  collapsed(entry: ChangedEntry): boolean
  texts: ReadonlyMap<string, { stamp: string; texts: FileDiff }>
  /** Names of repositories stand before paths. */
  named: boolean
  viewer: Ref<CodeViewHandle<Note, undefined>>
  onLookAt(id: string): void
}

/** The diffs of all files below one another; only what is in view is drawn. */
export function AllDiffs({
  list,
  entries,
  loader,
  collapsed,
  texts,
  named,
  viewer,
  onLookAt,
}: AllDiffsProps) {
  const { client } = useServices()
  const patches = useStore(loader.store)
  const extension = useDiffExtension()
  const layout = useEntities((entities) => entities.settings.diffView)
  const wrap = useUi((ui) => ui.diffs.wrap)
  const themeType = useThemeType()
  const [maker] = useState(() => new DiffItems())
  const [selection, setSelection] = useState<CodeViewLineSelection | null>(null)
  const { workspaceId, scope, ignoreSpace } = list
  const { hunkActions, notes, linesActions } = extension

  const items = useMemo(
    () =>
      maker.of(
        entries.map((entry) => {
          const { repository, file } = entry
          const target = { workspaceId, scope, ignoreSpace, repository, file }
          const known = texts.get(entry.id)
          return {
            entry,
            patch: patches.get(entry.id),
            texts: known?.stamp === file.stamp ? known.texts : undefined,
            collapsed: collapsed(entry),
            withHunks: hunkActions !== undefined,
            notes: notes?.(target) ?? noNotes,
            chosen: linesActions && selection?.id === entry.id ? linesOf(selection) : null,
          }
        }),
      ),
    [
      maker,
      entries,
      patches,
      texts,
      collapsed,
      notes,
      hunkActions,
      linesActions,
      selection,
      workspaceId,
      scope,
      ignoreSpace,
    ],
  )

  const options = useMemo(
    () => ({
      ...drawing({ themeType, layout, wrap }),
      enableGutterUtility: linesActions !== undefined,
      loadDiffFiles: async (diff: FileDiffMetadata) => {
        const entry = list.entryOf(idOf(diff))
        if (!entry) throw new Error('the file is not on the screen any more')
        const { oldText, newText } = await client.git.file({ ...fileOf(list, entry), large: true })
        const side = (text: string | null, name: string) => ({ name, contents: asLf(text ?? '') })
        return { oldFile: side(oldText, diff.prevName ?? diff.name), newFile: side(newText, diff.name) }
      },
      onGutterUtilityClick: (range: CodeViewLineSelection['range'], { item }: { item: { id: string } }) =>
        setSelection({ id: item.id, range }),
    }),
    [themeType, layout, wrap, linesActions, list, client],
  )

  return (
    <DiffListContext value={list}>
      <CodeView<Note>
        ref={viewer}
        className="relative min-h-0 flex-1 overflow-auto bg-app"
        items={items}
        options={options}
        selectedLines={selection}
        onSelectedLinesChange={setSelection}
        onScroll={(top, view) => {
          const current = view
            .getRenderedItems()
            .findLast(({ id }) => (view.getTopForItem(id) ?? 0) <= top + 1)
          if (current) onLookAt(current.id)
        }}
        renderCustomHeader={(item) =>
          withEntry(list, item, (entry) => <FileHeader entry={entry} named={named} />)
        }
        renderAnnotation={({ metadata }, _diff, item) =>
          withEntry(list, item, (entry) => (
            <NoteView note={metadata} entry={entry} onClose={() => setSelection(null)} />
          ))
        }
      />
    </DiffListContext>
  )
}

const withEntry = (
  list: DiffListContent,
  { id }: CodeViewItem<Note>,
  draw: (entry: ChangedEntry) => ReactNode,
): ReactNode => {
  const entry = list.entryOf(id)
  return entry ? draw(entry) : null
}

/** The cache key begins with the entry's id. */
const idOf = ({ cacheKey = '' }: FileDiffMetadata): string => cacheKey.slice(0, cacheKey.lastIndexOf(':'))

/** In the order of the screen, whichever way they were chosen. */
function linesOf({ range }: CodeViewLineSelection): Pick<LinesTarget, 'start' | 'end'> {
  const side = (which: string | undefined) => (which === 'deletions' ? ('old' as const) : ('new' as const))
  const start = { side: side(range.side), line: range.start }
  const end = { side: side(range.endSide ?? range.side), line: range.end }
  return start.side === end.side && start.line > end.line ? { start: end, end: start } : { start, end }
}
