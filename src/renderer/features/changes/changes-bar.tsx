import { EllipsisVertical } from 'lucide-react'
import type { DiffScope, RepositoryDiff, RepositoryId, WorkspaceId } from '../../../contracts/index.ts'
import { useEntities, useSaveSettings, useServices, useUi } from '../../app/index.ts'
import { cx, IconButton, LineCounts, Menu, Segmented, Select, type MenuItem } from '../../ui/index.ts'
import { CommitSelect, newestCommit } from './commit-select.tsx'
import { scopeKinds, scopeWord, type ScopeKind } from './scope-words.ts'

export interface ChangesBarProps {
  workspaceId: WorkspaceId
  version: number
  scope: DiffScope
  repositories: readonly RepositoryDiff[]
  /** Null: all of them. */
  repository: RepositoryId | null
  onScope(scope: DiffScope): void
  onRepository(repository: RepositoryId | null): void
  onCollapseAll(collapsed: boolean): void
}

/** Which changes are shown, and how. */
export function ChangesBar(props: ChangesBarProps) {
  const { workspaceId, version, scope, repositories, repository, onScope, onRepository } = props
  const bases = useEntities((entities) =>
    [...new Set(entities.workspaces[workspaceId]?.repositories.map(({ baseBranch }) => baseBranch))].join(
      ' and ',
    ),
  )
  const layout = useEntities((entities) => entities.settings.diffView)
  const save = useSaveSettings()
  const choose = useChooseScope(workspaceId, onScope)
  return (
    <div className="flex min-h-10 flex-none flex-wrap items-center gap-x-1.5 gap-y-1 border-b border-line px-3 py-1.5">
      {repositories.length > 1 && (
        <>
          <RepositoryChip shown={repository === null} label="All" onChoose={() => onRepository(null)} />
          {repositories.map((each) => (
            <RepositoryChip
              key={each.repositoryId}
              shown={repository === each.repositoryId}
              label={each.repository}
              diff={each}
              onChoose={() => onRepository(each.repositoryId)}
            />
          ))}
        </>
      )}
      <Select
        size="sm"
        label="What is compared"
        className="-ml-[7px] text-fg!"
        value={scope.kind}
        options={scopeKinds.map((kind) => ({ value: kind, label: scopeWord(kind, bases) }))}
        onChange={(kind) => void choose(kind)}
      />
      {scope.kind === 'commit' && (
        <CommitSelect workspaceId={workspaceId} version={version} scope={scope} onChoose={onScope} />
      )}
      <span className="flex-1" />
      <Segmented
        label="Layout of the diff"
        value={layout}
        options={[
          { value: 'split', label: 'Split' },
          { value: 'unified', label: 'Unified' },
        ]}
        onChange={(diffView) => void save({ diffView })}
      />
      <More {...props} />
    </div>
  )
}

/** Goes to a scope; of commits to the newest one. */
export function useChooseScope(
  workspaceId: WorkspaceId,
  onScope: (scope: DiffScope) => void,
): (kind: ScopeKind) => Promise<void> {
  const { client, toasts } = useServices()
  return async (kind) => {
    if (kind === 'turn') return onScope({ kind, turn: null })
    if (kind !== 'commit') return onScope({ kind })
    try {
      const newest = newestCommit(await client.git.commits({ workspace: workspaceId }))
      if (newest) onScope(newest)
      else toasts.show({ title: 'This branch has no commits of its own yet' })
    } catch (error) {
      toasts.failed('Reading the commits', error)
    }
  }
}

interface ChipProps {
  shown: boolean
  label: string
  diff?: RepositoryDiff
  onChoose(): void
}

const RepositoryChip = ({ shown, label, diff, onChoose }: ChipProps) => (
  <button
    type="button"
    aria-pressed={shown}
    onClick={onChoose}
    className={cx(
      'flex h-6 min-w-0 items-center gap-1.5 rounded-sm px-[7px] text-sm',
      shown ? 'bg-active text-fg' : 'text-muted hover:bg-hover',
    )}
  >
    <span className="truncate">{label}</span>
    {diff && <LineCounts added={diff.added} removed={diff.removed} />}
  </button>
)

function More({ workspaceId, onCollapseAll }: ChangesBarProps) {
  const { ui, client, toasts } = useServices()
  const { wrap, ignoreSpace } = useUi((state) => state.diffs)
  const set = (change: { wrap?: boolean; ignoreSpace?: boolean }): void =>
    ui.setState((state) => ({ diffs: { ...state.diffs, ...change } }))
  const items: (MenuItem | null)[] = [
    { id: 'wrap', label: wrap ? 'Do not wrap lines' : 'Wrap lines', onSelect: () => set({ wrap: !wrap }) },
    {
      id: 'space',
      label: ignoreSpace ? 'Show changes of white space' : 'Ignore white space',
      onSelect: () => set({ ignoreSpace: !ignoreSpace }),
    },
    null,
    { id: 'collapse', label: 'Hide all changes', onSelect: () => onCollapseAll(true) },
    { id: 'expand', label: 'Show all changes', onSelect: () => onCollapseAll(false) },
    null,
    {
      id: 'seen',
      label: 'Mark everything as looked at',
      note: 'Since I last looked begins anew',
      onSelect: () =>
        void client.git.markSeen({ workspace: workspaceId, version: null }).then(
          () => toasts.show({ title: 'Everything up to now counts as looked at' }),
          (error: unknown) => toasts.failed('Marking', error),
        ),
    },
  ]
  return (
    <Menu
      trigger={<IconButton label="More about the diff" icon={<EllipsisVertical />} size="sm" />}
      items={items}
    />
  )
}
