import type { CodeViewHandle } from '@pierre/diffs/react'
import { FileDiff as FileDiffIcon } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type {
  DiffScope,
  FileDiff,
  RepositoryDiff,
  RepositoryId,
  WorkspaceId,
} from '../../../contracts/index.ts'
import { useServices } from '../../app/index.ts'
import { EmptyState } from '../../ui/index.ts'
import { useFileActions } from './acts/index.ts'
import { AllDiffs } from './all-diffs.tsx'
import { ChangesBar, useChooseScope } from './changes-bar.tsx'
import { entriesOf, filterEntries, type ChangedEntry } from './changed-entry.ts'
import type { Note } from './diff-items.ts'
import { fileOf, type DiffListContent } from './diff-list-context.ts'
import { DiffExtensionContext } from './extension.ts'
import { FileList } from './file-list.tsx'
import { PatchLoader } from './patch-loader.ts'
import { nothingIn } from './scope-words.ts'
import { useChangeActions } from './use-change-actions.ts'
import { useChangesExtension } from './use-changes-extension.tsx'

export interface ChangesProps {
  workspaceId: WorkspaceId
  version: number
  scope: DiffScope
  ignoreSpace: boolean
  repositories: readonly RepositoryDiff[]
  /** Null: all of them. */
  repository: RepositoryId | null
  onScope(scope: DiffScope): void
  onRepository(repository: RepositoryId | null): void
  reload(): void
}

/** The changes of one scope: the bar, the files and their diffs. */
export function Changes(props: ChangesProps) {
  const { workspaceId, scope, ignoreSpace, repositories, repository, onScope, reload } = props
  const { client, toasts } = useServices()
  const [filter, setFilter] = useState('')
  const [selected, setSelected] = useState<string | null>(null)
  const [folded, setFolded] = useState<ReadonlyMap<string, boolean>>(new Map())
  const [viewedNow, setViewedNow] = useState<ReadonlyMap<string, { stamp: string; viewed: boolean }>>(
    new Map(),
  )
  const [texts, setTexts] = useState<ReadonlyMap<string, { stamp: string; texts: FileDiff }>>(new Map())
  const viewer = useRef<CodeViewHandle<Note, undefined>>(null)
  const [loader] = useState(
    () =>
      new PatchLoader((repositoryId, files, large, signal) =>
        client.git.patches(
          { workspace: workspaceId, repositoryId, files, large, scope, ignoreSpace },
          { signal },
        ),
      ),
  )

  const shown = repositories.filter(({ repositoryId }) => repository === null || repositoryId === repository)
  const inView = shown.length > 0 ? shown : repositories
  const everything = useMemo(
    () =>
      entriesOf(inView).map((entry) => {
        const now = viewedNow.get(entry.id)
        return now?.stamp === entry.file.stamp
          ? { ...entry, file: { ...entry.file, viewed: now.viewed } }
          : entry
      }),
    // The list of what is shown is made anew each time; what it depends on is not.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [repositories, repository, viewedNow],
  )
  const entries = useMemo(() => filterEntries(everything, filter), [everything, filter])
  const byId = useMemo(() => new Map(everything.map((entry) => [entry.id, entry])), [everything])
  useEffect(() => loader.show(entries), [loader, entries])
  useEffect(() => () => loader.close(), [loader])

  const isCollapsed = useCallback(
    (entry: ChangedEntry): boolean => folded.get(entry.id) ?? entry.file.viewed,
    [folded],
  )
  const fold = useCallback(
    (id: string, value: boolean) => setFolded((before) => new Map(before).set(id, value)),
    [],
  )
  const lookAt = useCallback(
    (id: string) => {
      setSelected(id)
      loader.lookAt(id)
    },
    [loader],
  )
  /** A file that was gone to before its diff had come: until then there may be nothing to scroll. */
  const awaited = useRef<string | null>(null)
  const scrollTo = useCallback(
    (id: string) => viewer.current?.scrollTo({ type: 'item', id, align: 'start', behavior: 'instant' }),
    [],
  )
  const goTo = useCallback(
    (id: string) => {
      lookAt(id)
      scrollTo(id)
      awaited.current = loader.store.getState().get(id)?.phase === 'ready' ? null : id
    },
    [loader, lookAt, scrollTo],
  )
  useEffect(
    () =>
      loader.store.subscribe((patches) => {
        const id = awaited.current
        if (id === null || patches.get(id)?.phase !== 'ready') return
        awaited.current = null
        // Once it is drawn.
        requestAnimationFrame(() => requestAnimationFrame(() => scrollTo(id)))
      }),
    [loader, scrollTo],
  )
  const setViewed = useCallback(
    (entry: ChangedEntry, viewed: boolean) => {
      const { id, file } = entry
      const set = (value: boolean): void =>
        setViewedNow((before) => new Map(before).set(id, { stamp: file.stamp, viewed: value }))
      set(viewed)
      setFolded((before) => new Map([...before].filter(([other]) => other !== id)))
      client.git
        .markViewed({ ...fileOf({ workspaceId, scope, ignoreSpace }, entry), viewed })
        .catch((error: unknown) => {
          set(!viewed)
          toasts.failed('Marking as viewed', error)
        })
    },
    [client, toasts, workspaceId, scope, ignoreSpace],
  )
  const list = useMemo(
    (): DiffListContent => ({
      workspaceId,
      scope,
      ignoreSpace,
      entryOf: (id) => byId.get(id),
      patchOf: ({ repository: { repositoryId }, file }) => {
        const known = loader.store.getState().get(`${repositoryId}/${file.path}`)
        return known?.phase === 'ready' ? known.patch.patch : null
      },
      isCollapsed: (id) => {
        const entry = byId.get(id)
        return entry !== undefined && isCollapsed(entry)
      },
      collapse: fold,
      ask: (id) => loader.ask(id),
      showTexts: (id, stamp, found) => setTexts((before) => new Map(before).set(id, { stamp, texts: found })),
      setViewed,
    }),
    [workspaceId, scope, ignoreSpace, byId, isCollapsed, fold, loader, setViewed],
  )
  const extension = useChangesExtension({
    workspaceId,
    scope,
    repositories,
    repository,
    version: props.version,
    reload,
  })
  const inSight = byId.get(selected ?? entries[0]?.id ?? '')
  const target = useMemo(
    () => inSight && { workspaceId, scope, ignoreSpace, repository: inSight.repository, file: inSight.file },
    [inSight, workspaceId, scope, ignoreSpace],
  )
  useFileActions(target ?? null, reload)
  const chooseScope = useChooseScope(workspaceId, onScope)
  // A file that has no changes any more gives way to the first that has.
  const current = (selected !== null && byId.has(selected) ? selected : entries[0]?.id) ?? null
  useChangeActions({ entries, selected: current, viewer, goTo, setViewed, chooseScope })
  const truncated = inView.filter((each) => each.truncated)
  const several = inView.length > 1
  const nothing = nothingIn(scope.kind)
  return (
    <DiffExtensionContext value={extension}>
      <ChangesBar
        {...props}
        onCollapseAll={(value) => setFolded(new Map(entries.map(({ id }) => [id, value])))}
      />
      {extension.banner}
      {truncated.map((each) => (
        <p
          key={each.repositoryId}
          className="flex-none border-b border-line px-3 py-1 text-sm text-attention"
        >
          Only the first {each.files.length.toLocaleString('en')} files{several && ` of ${each.repository}`}{' '}
          are listed.
        </p>
      ))}
      {everything.length === 0 ? (
        <div className="min-h-0 flex-1">
          <EmptyState icon={<FileDiffIcon />} title={nothing.title}>
            {nothing.text}
          </EmptyState>
        </div>
      ) : (
        <div className="flex min-h-0 flex-1 flex-col @[900px]:flex-row">
          <FileList
            all={everything}
            entries={entries}
            byRepository={several}
            selected={current}
            onSelect={goTo}
            filter={filter}
            onFilter={setFilter}
          />
          {entries.length === 0 ? (
            <div className="min-h-0 flex-1">
              <EmptyState icon={<FileDiffIcon />} title="No file matches">
                Change the filter to see more.
              </EmptyState>
            </div>
          ) : (
            <AllDiffs
              list={list}
              entries={entries}
              loader={loader}
              collapsed={isCollapsed}
              texts={texts}
              named={several}
              viewer={viewer}
              onLookAt={lookAt}
            />
          )}
        </div>
      )}
      {extension.footer}
    </DiffExtensionContext>
  )
}
