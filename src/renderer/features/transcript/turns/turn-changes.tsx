import { ChevronRight, FileDiff, Undo2 } from 'lucide-react'
import { useState } from 'react'
import type { RepositoryDiff, Turn } from '../../../../contracts/index.ts'
import { count, useLoad, useServices } from '../../../app/index.ts'
import { Button, cx, ErrorNote, LineCounts, Spinner } from '../../../ui/index.ts'
import { ChangedFileRow } from './changed-file-row.tsx'
import { useTurnActs } from './turn-acts.ts'

const total = (diffs: readonly RepositoryDiff[], what: 'added' | 'removed'): number =>
  diffs.reduce((sum, diff) => sum + diff[what], 0)

/** What a turn changed in the worktrees: one line that opens to its files, and taking it back. */
export function TurnChanges({ turn }: { turn: Turn }) {
  const { client } = useServices()
  const acts = useTurnActs()
  const [open, setOpen] = useState(false)
  const loaded = useLoad(`${turn.id}:${turn.revision}`, (signal) =>
    client.turn.diff({ sessionId: turn.sessionId, turnId: turn.id }, { signal }),
  )
  const diffs = loaded.phase === 'ready' ? loaded.data : []
  const files = diffs.reduce((sum, diff) => sum + diff.files.length, 0)
  return (
    <div className="overflow-hidden rounded-md border border-line">
      <div className="flex h-[30px] items-center text-sm text-muted">
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="flex h-full min-w-0 flex-1 items-center gap-2 px-2.5 text-left -outline-offset-2 hover:bg-hover"
        >
          {loaded.phase === 'loading' ? (
            <Spinner label="Reading the changes" />
          ) : (
            <FileDiff aria-hidden className="size-4 flex-none" />
          )}
          <span className="truncate">
            {loaded.phase === 'ready'
              ? `${count(files, 'file')} changed in this turn`
              : 'Changed in this turn'}
          </span>
          <LineCounts added={total(diffs, 'added')} removed={total(diffs, 'removed')} />
          <ChevronRight aria-hidden className={cx('size-3.5 flex-none text-subtle', open && 'rotate-90')} />
        </button>
        {acts && (
          <Button
            size="sm"
            kind="ghost"
            aria-label="Undo this turn"
            icon={<Undo2 className="size-3.5" />}
            disabled={acts.blocked ?? false}
            onClick={() => acts.undo(turn)}
          >
            Undo
          </Button>
        )}
      </div>
      {loaded.phase === 'failed' && open && (
        <div className="border-t border-line p-2.5">
          <ErrorNote error={loaded.failure} onRetry={loaded.reload} />
        </div>
      )}
      {open &&
        diffs.map((diff) =>
          diff.files.map((file) => (
            <ChangedFileRow
              key={`${diff.repositoryId}:${file.path}`}
              turn={turn}
              repository={diff}
              file={file}
              named={diffs.length > 1}
            />
          )),
        )}
    </div>
  )
}
