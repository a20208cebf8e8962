import { CaseSensitive, EyeOff, Regex, Search, Square, WholeWord } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { Workspace } from '../../../../contracts/index.ts'
import { count, useSettled } from '../../../app/index.ts'
import { Button, EmptyState, ErrorNote, IconButton, Input, Spinner } from '../../../ui/index.ts'
import type { FilesModel } from '../files-model.ts'
import { SearchResults } from './search-results.tsx'
import { useGrep, type GrepState, type Wanted } from './use-grep.ts'

/** Typing has to stand still this long before files are searched. */
const settleMs = 250

export const noSearch: Wanted = {
  pattern: '',
  matchCase: false,
  wholeWord: false,
  regex: false,
  include: '',
  exclude: '',
  ignored: false,
}

export interface SearchPaneProps {
  workspace: Workspace
  model: FilesModel
  wanted: Wanted
  onChange(wanted: Wanted): void
}

/** Looks for a text in all files of a workspace. */
export function SearchPane({ workspace, model, wanted, onChange }: SearchPaneProps) {
  const input = useRef<HTMLInputElement>(null)
  const settled = useSettled(wanted, settleMs)
  const { state, stop } = useGrep(workspace.id, settled.pattern === '' ? null : settled)
  const [globs, setGlobs] = useState(wanted.include !== '' || wanted.exclude !== '')
  useEffect(() => input.current?.select(), [])
  const set = (change: Partial<Wanted>): void => onChange({ ...wanted, ...change })
  const toggle = (key: 'matchCase' | 'wholeWord' | 'regex' | 'ignored') => ({
    pressed: wanted[key],
    size: 'sm' as const,
    onClick: () => set({ [key]: !wanted[key] }),
  })
  return (
    <section aria-label="Search in files" className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-none flex-col gap-1.5 border-b border-line p-2">
        <Input
          ref={input}
          value={wanted.pattern}
          aria-label="Search in files"
          placeholder="Search in files"
          leading={<Search aria-hidden />}
          onChange={(event) => set({ pattern: event.target.value })}
        />
        <div className="flex items-center gap-0.5">
          <IconButton label="Match case" icon={<CaseSensitive />} {...toggle('matchCase')} />
          <IconButton label="Whole words" icon={<WholeWord />} {...toggle('wholeWord')} />
          <IconButton label="Regular expression" icon={<Regex />} {...toggle('regex')} />
          <IconButton label="Search ignored files too" icon={<EyeOff />} {...toggle('ignored')} />
          <span className="flex-1" />
          <Button size="sm" kind="ghost" aria-expanded={globs} onClick={() => setGlobs(!globs)}>
            Files…
          </Button>
        </div>
        {globs && (
          <>
            <Input
              mono
              value={wanted.include}
              aria-label="Only these files"
              placeholder="Only these, such as src, *.ts"
              onChange={(event) => set({ include: event.target.value })}
            />
            <Input
              mono
              value={wanted.exclude}
              aria-label="Not these files"
              placeholder="Not these, such as *.test.ts"
              onChange={(event) => set({ exclude: event.target.value })}
            />
          </>
        )}
      </div>
      {settled.pattern !== '' && <Counts state={state} onStop={stop} />}
      {state.failure ? (
        <div className="p-3">
          <ErrorNote error={state.failure} />
        </div>
      ) : state.lines.length > 0 ? (
        <SearchResults
          lines={state.lines}
          several={workspace.repositories.length > 1}
          onOpen={({ repositoryId, path, line, column }) =>
            model.open({ repositoryId, path }, { line, column })
          }
        />
      ) : (
        state.over && (
          <EmptyState icon={<Search />} title={settled.pattern === '' ? 'Search all files' : 'Nothing found'}>
            {settled.pattern === ''
              ? 'Tracked and new files of every repository of this workspace.'
              : 'Change what is looked for, or where.'}
          </EmptyState>
        )
      )}
    </section>
  )
}

function Counts({ state: { last, over }, onStop }: { state: GrepState; onStop(): void }) {
  const { lines = 0, files = 0 } = last?.total ?? {}
  return (
    <div role="status" className="flex h-7 flex-none items-center gap-2 px-3 text-sm text-subtle">
      <span className="min-w-0 flex-1 truncate" title={last ? `Searched by ${last.by}` : undefined}>
        {count(lines, 'line')} in {count(files, 'file')}
        {last?.truncated && '; there are more'}
      </span>
      {!over && (
        <>
          <Spinner label="Searching" />
          <IconButton size="sm" label="Stop the search" icon={<Square />} onClick={onStop} />
        </>
      )}
    </div>
  )
}
