import { ChevronRight } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { ChangedFile, FileDiff, RepositoryDiff, Turn } from '../../../../contracts/index.ts'
import { useLoad, useServices } from '../../../app/index.ts'
import { cx, ErrorNote, LineCounts, Skeleton } from '../../../ui/index.ts'
import { changedLines } from '../changed-lines.ts'
import { InlineDiff } from '../inline-diff.tsx'

/** A file that a turn changed; it opens to the changed lines. `named`: with the name of its repository. */
export function ChangedFileRow({
  turn,
  repository,
  file,
  named,
}: {
  turn: Turn
  repository: RepositoryDiff
  file: ChangedFile
  named: boolean
}) {
  const [open, setOpen] = useState(false)
  const path = file.oldPath ? `${file.oldPath} → ${file.path}` : file.path
  return (
    <div className="border-t border-line">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex h-7 w-full min-w-0 items-center gap-2 px-2.5 text-left text-sm text-muted -outline-offset-2 hover:bg-hover"
      >
        <ChevronRight aria-hidden className={cx('size-3.5 flex-none text-subtle', open && 'rotate-90')} />
        <span className="min-w-0 flex-1 truncate font-mono" title={path}>
          {named ? `${repository.repository}/${path}` : path}
        </span>
        <LineCounts added={file.added} removed={file.removed} />
      </button>
      {open && <Opened turn={turn} repositoryId={repository.repositoryId} path={file.path} />}
    </div>
  )
}

function Opened({
  turn,
  repositoryId,
  path,
}: {
  turn: Turn
  repositoryId: RepositoryDiff['repositoryId']
  path: string
}) {
  const { client } = useServices()
  const loaded = useLoad(`${turn.id}:${turn.revision}:${repositoryId}:${path}`, (signal) =>
    client.turn.file({ sessionId: turn.sessionId, turnId: turn.id, repositoryId, path }, { signal }),
  )
  if (loaded.phase === 'failed')
    return (
      <div className="p-2.5">
        <ErrorNote error={loaded.failure} onRetry={loaded.reload} />
      </div>
    )
  if (loaded.phase === 'loading')
    return (
      <div className="p-2.5">
        <Skeleton width="50%" />
      </div>
    )
  return <Lines diff={loaded.data} />
}

function Lines({ diff }: { diff: FileDiff }) {
  const lines = useMemo(() => changedLines(diff.oldText, diff.newText ?? ''), [diff])
  const unseen = diff.binary ? 'A binary file.' : diff.tooLarge ? 'The file is too large to show.' : null
  return unseen ? <p className="px-2.5 pb-2 text-sm text-subtle">{unseen}</p> : <InlineDiff lines={lines} />
}
