import { File, FileClock } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import type { FilePlace, Workspace } from '../../../contracts/index.ts'
import { useLatest, useLoad, useServices, useSettled } from '../../app/index.ts'
import { cx, Dialog, ErrorNote, Highlighted, Input } from '../../ui/index.ts'
import { openFile, useFiles, useFilesState } from './models.ts'
import { fileKey } from './open-file.ts'
import { readWanted } from './wanted-file.ts'

/** Typing has to stand still this long before the node is asked. */
const settleMs = 80
const limit = 60

interface Choice extends FilePlace {
  repository: string
  /** Characters of the path that match. */
  at: readonly number[]
  recent: boolean
}

/** Finds a file of the workspace by its name and opens it. Open when `dialogs` says so. */
export function QuickOpen({ workspace }: { workspace: Workspace }) {
  const { dialogs } = useServices()
  const open = useStore(dialogs, ({ dialog }) => dialog?.kind === 'quick-open')
  return open && <Open workspace={workspace} onClose={dialogs.close} />
}

function Open({ workspace, onClose }: { workspace: Workspace; onClose(): void }) {
  const services = useServices()
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState(0)
  const input = useRef<HTMLInputElement>(null)
  const picked = useRef(false)
  /** Enter came before the answer to what is typed: the first file of that answer is meant, not of an earlier one. */
  const [awaited, setAwaited] = useState(false)
  const { query, at } = readWanted(text)
  const { choices, failure, fresh } = useChoices(workspace, query)
  const current = Math.min(chosen, choices.length - 1)
  const pick = (choice: Choice | undefined): void => {
    if (!choice) return
    // The editor takes the focus.
    picked.current = true
    onClose()
    openFile(services, workspace.id, choice, at ?? undefined)
  }
  const pickCurrent = useLatest(() => pick(choices[current]))
  useEffect(() => {
    if (awaited && fresh) pickCurrent.current()
  }, [awaited, fresh, pickCurrent])
  const choose = (index: number): void => {
    setAwaited(false)
    setChosen(index)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const moves: Record<string, () => void> = {
      ArrowDown: () => choose(Math.min(choices.length - 1, current + 1)),
      ArrowUp: () => choose(Math.max(0, current - 1)),
      // Who has moved to a file that is shown wants that one.
      Enter: () => (fresh || current > 0 ? pick(choices[current]) : setAwaited(true)),
    }
    const move = moves[event.key]
    if (!move) return
    event.preventDefault()
    move()
  }
  const several = workspace.repositories.length > 1
  return (
    <Dialog
      open
      onClose={onClose}
      title="Open a file"
      width={600}
      initialFocus={input}
      givesFocusBack={() => !picked.current}
    >
      <div className="flex flex-col gap-2 p-2.5">
        <Input
          ref={input}
          role="combobox"
          aria-expanded
          aria-controls="quick-open-list"
          aria-activedescendant={choices[current] ? `quick-open-${current}` : undefined}
          aria-label="Name of the file"
          placeholder="Name of the file, with :12 for a line"
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            choose(0)
          }}
          onKeyDown={onKeyDown}
        />
        {failure && <ErrorNote error={failure} />}
        <div
          id="quick-open-list"
          role="listbox"
          aria-label="Files"
          className="max-h-[50vh] min-h-14 overflow-y-auto"
        >
          {choices.map((choice, index) => (
            // The field has the focus and handles the keys.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              key={fileKey(choice)}
              id={`quick-open-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === current}
              ref={index === current ? intoView : null}
              onClick={() => pick(choice)}
              className={cx(
                'flex h-7 items-center gap-2 rounded-md px-2 [&_svg]:size-4 [&_svg]:flex-none [&_svg]:text-subtle',
                index === current ? 'bg-active' : 'hover:bg-hover',
              )}
            >
              {choice.recent ? <FileClock aria-label="opened lately" /> : <File aria-hidden />}
              <span className="min-w-0 flex-1 truncate" title={choice.path}>
                <Highlighted text={choice.path} at={choice.at} />
              </span>
              {several && <span className="flex-none text-sm text-subtle">{choice.repository}</span>}
            </div>
          ))}
          {choices.length === 0 && !failure && (
            <p className="px-2 py-1 text-sm text-subtle">
              {query === '' ? 'Type a name.' : 'No file has that name.'}
            </p>
          )}
        </div>
      </div>
    </Dialog>
  )
}

const intoView = (element: HTMLElement | null): void => element?.scrollIntoView({ block: 'nearest' })

/** What matches: opened lately first, then as the node ranks them. */
function useChoices(workspace: Workspace, query: string) {
  const { client } = useServices()
  const model = useFiles(workspace.id)
  const recent = useFilesState(model, (state) => state.recent)
  const active = useFilesState(model, (state) => state.active)
  const settled = useSettled(query, settleMs)
  const loaded = useLoad(`${workspace.id} ${settled}`, (signal) =>
    client.files.search({ workspace: workspace.id, query: settled, limit }, { signal }),
  )
  const found = loaded.phase === 'ready' ? loaded.data : loaded.phase === 'loading' ? loaded.last : undefined
  const names = new Map(workspace.repositories.map(({ repositoryId, name }) => [repositoryId, name]))
  const lower = query.toLowerCase()
  const lately: Choice[] = recent
    .filter((place) => lower === '' || place.path.toLowerCase().includes(lower))
    .map((place) => ({
      ...place,
      repository: names.get(place.repositoryId) ?? '',
      at: matchAt(place.path, lower),
      recent: true,
    }))
    // Back and forth between two files: the one in view comes last.
    .toSorted((a, b) => Number(fileKey(a) === active) - Number(fileKey(b) === active))
  const known = new Set(lately.map(fileKey))
  const others = (found?.files ?? []).filter((file) => !known.has(fileKey(file)))
  return {
    choices: [...lately, ...others.map((file): Choice => ({ ...file, recent: false }))],
    failure: loaded.phase === 'failed' ? loaded.failure : null,
    /** The choices are the answer to this query. */
    fresh: settled === query && loaded.phase !== 'loading',
  }
}

function matchAt(path: string, lower: string): number[] {
  const start = path.toLowerCase().lastIndexOf(lower)
  return lower === '' || start < 0 ? [] : Array.from({ length: lower.length }, (_, index) => start + index)
}
