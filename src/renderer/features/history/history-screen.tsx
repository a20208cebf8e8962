import { Search, SearchX } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { navigate, rowKeys, TopBar, useLoad, useServices, useSettled } from '../../app/index.ts'
import { EmptyState, ErrorNote, Input, Spinner } from '../../ui/index.ts'
import { PastSessions, Waiting } from './past-sessions.tsx'
import { SearchResults } from './search-results.tsx'

const limit = 100
/** Typing stands still this long before it is searched for. */
const settleMs = 120

/** Search over everything said and done, and the sessions whose workspace is no more. */
export function HistoryScreen({ query }: { query: string }) {
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const field = input.current
    field?.focus()
    field?.select()
  }, [])
  const wanted = useSettled(query.trim(), settleMs)
  const isWaiting = wanted !== query.trim()
  return (
    <>
      <TopBar title="History" />
      <div ref={rowKeys} className="flex min-h-0 flex-1 flex-col">
        <div className="mx-auto w-full max-w-[892px] flex-none px-4 pt-4">
          <Input
            ref={input}
            type="search"
            aria-label="Search the history"
            placeholder="Search prompts, messages, tool calls and approvals"
            maxLength={1000}
            leading={<Search aria-hidden />}
            trailing={isWaiting && <Spinner label="Searching" />}
            value={query}
            onChange={(event) => navigate({ name: 'history', query: event.target.value }, { replace: true })}
            onKeyDown={(event) => {
              if (event.key !== 'Escape' || query === '') return
              event.preventDefault()
              navigate({ name: 'history', query: '' }, { replace: true })
            }}
          />
        </div>
        <div tabIndex={-1} className="min-h-0 flex-1 overflow-y-auto">
          <div className="mx-auto h-full w-full max-w-[892px] px-4 pb-6">
            {wanted === '' ? <PastSessions /> : <Found query={wanted} />}
          </div>
        </div>
      </div>
    </>
  )
}

function Found({ query }: { query: string }) {
  const { client } = useServices()
  const loaded = useLoad(query, (signal) => client.history.search({ query, limit }, { signal }))
  if (loaded.phase === 'failed')
    return (
      <div className="pt-4">
        <ErrorNote error={loaded.failure} onRetry={loaded.reload} />
      </div>
    )
  // What was found for the word before stays until the next is here: nothing jumps while one types.
  const results = loaded.phase === 'ready' ? loaded.data : loaded.last
  if (!results) return <Waiting />
  return (
    <>
      <p role="status" className="sr-only">
        {results.hits.length === 0 ? 'Nothing found' : `${results.hits.length} found`}
      </p>
      {results.hits.length === 0 ? (
        <EmptyState icon={<SearchX />} title="Nothing found">
          No message, tool call or approval holds all of these words. Words in double quotes must stand next
          to each other; fewer words find more.
        </EmptyState>
      ) : (
        <SearchResults results={results} />
      )}
    </>
  )
}
