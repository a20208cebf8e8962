import { Command } from 'cmdk'
import { Search } from 'lucide-react'
import { useState, type KeyboardEvent } from 'react'
import { useEntities, useRoute, useServices, useUi } from '../../app/index.ts'
import { used } from '../../state/index.ts'
import { Chip, Highlighted, Kbd } from '../../ui/index.ts'
import type { Entry } from './entry.ts'
import { findEntries, readQuery, type Found } from './find.ts'
import { useEntries } from './use-entries.ts'
import { useFiles } from './use-files.ts'

/** One level down: what can be done with an entry. */
interface Level {
  title: string
  entries: readonly Entry[]
}

export function CommandList({ onClose }: { onClose(): void }) {
  const { ui } = useServices()
  const all = useEntries()
  const recent = useUi((state) => state.recent)
  const [input, setInput] = useState('')
  const [selected, setSelected] = useState('')
  const [level, setLevel] = useState<Level | null>(null)
  const here = useHere()
  const query = level ? { mode: 'all' as const, query: input.trim() } : readQuery(input)
  const wantsFiles =
    level === null && (query.mode === 'files' || (query.mode === 'all' && query.query.length > 1))
  const { files, searching } = useFiles(query.query, wantsFiles)
  const groups = findEntries(level?.entries ?? all, query, recent, wantsFiles ? files : [])
  const found = groups.flatMap((group) => group.found)
  const current = found.find(({ entry }) => entry.key === selected) ?? found[0]

  const run = ({ key, run: act }: Entry): void => {
    ui.setState((state) => used(state, key), true)
    onClose()
    act()
  }
  const enter = (next: Level | null): void => {
    setLevel(next)
    setInput('')
    setSelected('')
  }
  const keyDown = (event: KeyboardEvent): void => {
    const more = current?.entry.more
    if (event.key === 'Tab' && !event.shiftKey) {
      event.preventDefault()
      if (more && current) enter({ title: current.entry.title, entries: more() })
    }
    if (event.altKey && (event.code === 'KeyJ' || event.code === 'KeyK')) {
      event.preventDefault()
      event.stopPropagation()
      const index = found.findIndex(({ entry }) => entry.key === current?.entry.key)
      const next = found.at((index + (event.code === 'KeyJ' ? 1 : -1)) % found.length)
      if (next) setSelected(next.entry.key)
    }
    if (level && ((event.key === 'Backspace' && input === '') || event.key === 'Escape')) {
      event.preventDefault()
      event.stopPropagation()
      enter(null)
    }
  }

  return (
    <Command
      label="Search or run"
      shouldFilter={false}
      loop
      value={current?.entry.key ?? ''}
      onValueChange={setSelected}
      onKeyDown={keyDown}
      className="flex min-h-0 flex-1 flex-col outline-none"
    >
      <div className="flex h-12 flex-none items-center gap-3 border-b border-line px-4">
        <Search aria-hidden className="size-4 flex-none text-muted" strokeWidth={1.5} />
        <Command.Input
          value={input}
          onValueChange={(next) => {
            setInput(next)
            setSelected('')
          }}
          placeholder={level ? 'Find an action' : 'Search or run…'}
          className="min-w-0 flex-1 bg-transparent text-lg outline-none placeholder:text-subtle"
        />
        {(level ?? here) && <Chip>{level?.title ?? here?.title}</Chip>}
      </div>
      <Command.List className="min-h-0 flex-1 overflow-y-auto p-1.5">
        {found.length === 0 && (
          <p className="p-3 text-muted">{searching ? 'Searching the files…' : 'Nothing matches.'}</p>
        )}
        {groups.map((group) => (
          <Command.Group
            key={group.title}
            heading={group.title}
            className="mb-1 [&_[cmdk-group-heading]]:flex [&_[cmdk-group-heading]]:h-7 [&_[cmdk-group-heading]]:items-center [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-subtle"
          >
            {group.found.map((one) => (
              <Line key={one.entry.key} found={one} onRun={run} />
            ))}
          </Command.Group>
        ))}
      </Command.List>
      <Footer nested={level !== null} more={current?.entry.more !== undefined} />
    </Command>
  )
}

/** What actions of the first group act on. */
function useHere(): { title: string } | null {
  const route = useRoute()
  const title = useEntities((entities) =>
    route.name === 'workspace'
      ? entities.workspaces[route.workspaceId]?.name
      : route.name === 'project'
        ? entities.projects[route.projectId]?.name
        : undefined,
  )
  return title === undefined ? null : { title }
}

function Line({ found: { entry, at }, onRun }: { found: Found; onRun(entry: Entry): void }) {
  const { icon: Icon, title, detail, keys, key } = entry
  return (
    <Command.Item
      value={key}
      onSelect={() => onRun(entry)}
      className="group flex h-8 items-center gap-2.5 rounded-md px-2 data-[selected=true]:bg-active"
    >
      <Icon aria-hidden className="size-4 flex-none text-muted" strokeWidth={1.5} />
      <span className="truncate">
        <Highlighted text={title} at={at} />
      </span>
      {detail && (
        <span className="min-w-0 flex-1 truncate text-sm text-subtle group-data-[selected=true]:text-muted">
          {detail}
        </span>
      )}
      {keys && (
        <span className="ml-auto">
          <Kbd keys={keys} />
        </span>
      )}
    </Command.Item>
  )
}

const Footer = ({ nested, more }: { nested: boolean; more: boolean }) => (
  <div className="flex h-[34px] flex-none items-center gap-3.5 border-t border-line px-4 text-sm text-subtle">
    <Hint keys="Enter" text="run" />
    {more && <Hint keys="Tab" text="more actions" />}
    {!nested && (
      <>
        <Hint keys=">" text="actions only" />
        <Hint keys="#" text="sessions" />
        <Hint keys="/" text="files" />
      </>
    )}
    <span className="flex-1" />
    <Hint keys="Escape" text={nested ? 'back' : 'close'} />
  </div>
)

const Hint = ({ keys, text }: { keys: string; text: string }) => (
  <span className="flex items-center gap-1.5">
    <Kbd keys={keys} />
    {text}
  </span>
)
