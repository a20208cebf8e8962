import { ChevronDown, Search } from 'lucide-react'
import { useState } from 'react'
import type { Branch, Repository } from '../../../contracts/index.ts'
import { rowKeys, useLoad, useServices } from '../../app/index.ts'
import { cx, ErrorNote, Input, Popover, RelativeTime, Skeleton } from '../../ui/index.ts'

/** More would not be read; the search finds the rest. */
const mostShown = 100

/** The branch a workspace starts from: a list of the repository's branches with a search. */
export function BaseBranch({
  repository,
  value,
  onChange,
  disabled,
}: {
  repository: Repository
  value: string
  onChange(branch: string): void
  disabled: boolean
}) {
  const [open, setOpen] = useState(false)
  return (
    <Popover
      align="start"
      open={open && !disabled}
      onOpenChange={setOpen}
      trigger={
        <button
          type="button"
          aria-disabled={disabled || undefined}
          className="inline-flex h-6 max-w-64 items-center gap-1.5 rounded-sm border border-line px-[7px] text-sm text-muted hover:bg-hover hover:text-fg data-popup-open:bg-active"
        >
          <span className="sr-only">Base branch of {repository.name}:</span>
          <span className="truncate">from {value}</span>
          <ChevronDown aria-hidden className="size-3 flex-none" />
        </button>
      }
    >
      <BranchList
        repository={repository}
        value={value}
        onChoose={(branch) => {
          onChange(branch)
          setOpen(false)
        }}
      />
    </Popover>
  )
}

function BranchList({
  repository,
  value,
  onChoose,
}: {
  repository: Repository
  value: string
  onChoose(branch: string): void
}) {
  const { client } = useServices()
  const [query, setQuery] = useState('')
  const branches = useLoad(repository.id, (signal) =>
    client.repository.branches({ repositoryId: repository.id }, { signal }),
  )
  const wanted = query.trim().toLowerCase()
  const found =
    branches.phase === 'ready' ? branches.data.filter(({ name }) => name.toLowerCase().includes(wanted)) : []
  return (
    <div className="flex flex-col gap-2" ref={rowKeys}>
      <Input
        type="search"
        aria-label="Search branches"
        placeholder="Search branches"
        leading={<Search aria-hidden />}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={(event) => {
          const [first] = found
          if (event.key !== 'Enter' || !first) return
          event.preventDefault()
          onChoose(first.name)
        }}
      />
      {branches.phase === 'failed' && <ErrorNote error={branches.failure} onRetry={branches.reload} />}
      {branches.phase === 'loading' && <Skeleton height={80} />}
      <ul className="max-h-64 overflow-y-auto">
        {found.slice(0, mostShown).map((branch) => (
          <li key={`${branch.remote ? 'remote' : 'local'} ${branch.name}`}>
            <Row branch={branch} on={branch.name === value} onChoose={onChoose} />
          </li>
        ))}
      </ul>
      {branches.phase === 'ready' && found.length === 0 && <p className="text-subtle">No branch matches.</p>}
      {found.length > mostShown && (
        <p className="text-sm text-subtle">{found.length - mostShown} more. Type to find them.</p>
      )}
    </div>
  )
}

const Row = ({ branch, on, onChoose }: { branch: Branch; on: boolean; onChoose(branch: string): void }) => (
  <button
    type="button"
    data-row
    aria-pressed={on}
    title={branch.name}
    onClick={() => onChoose(branch.name)}
    className={cx(
      'flex h-7 w-full items-center gap-2 rounded-md px-2 text-left -outline-offset-2',
      on ? 'bg-active' : 'hover:bg-hover',
    )}
  >
    <span className="flex-1 truncate font-mono text-sm">{branch.name}</span>
    {branch.remote && <span className="text-xs text-subtle">remote</span>}
    <RelativeTime at={branch.committedAt} />
  </button>
)
