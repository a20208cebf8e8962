import { toFailure, type RepositoryDiff, type Turn } from '../../../../contracts/index.ts'
import { count, useLoad, useServices } from '../../../app/index.ts'
import { ConfirmDialog, ErrorNote, LineCounts, Skeleton } from '../../../ui/index.ts'

/** Asks before what a turn changed is taken back, with the files it is about. */
export function UndoDialog({ turn, onClose }: { turn: Turn; onClose(): void }) {
  const { client, toasts } = useServices()
  const ref = { sessionId: turn.sessionId, turnId: turn.id }
  const loaded = useLoad(`${turn.id}:${turn.revision}`, (signal) => client.turn.diff(ref, { signal }))
  const undo = async (): Promise<void> => {
    const { files, backups } = await client.turn.undo(ref)
    const [backup] = backups
    toasts.show({
      title:
        files.length === 0 ? 'There was nothing to take back' : `Took back ${count(files.length, 'file')}`,
      detail: backup && `The work before is kept: ${backup.ref}`,
    })
  }
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title="Undo this turn"
      act="Take back"
      onConfirm={undo}
      toError={toFailure}
      disabled={loaded.phase === 'ready' ? false : 'The changes are being read'}
    >
      <p>
        What this turn changed is taken back; what was changed since stays, and so do commits. The work as it
        is now is kept in a backup ref first.
      </p>
      {loaded.phase === 'failed' && <ErrorNote error={loaded.failure} onRetry={loaded.reload} />}
      {loaded.phase === 'loading' && <Skeleton width="60%" />}
      {loaded.phase === 'ready' && <Files diffs={loaded.data} />}
    </ConfirmDialog>
  )
}

function Files({ diffs }: { diffs: readonly RepositoryDiff[] }) {
  return (
    <ul className="max-h-60 overflow-y-auto rounded-md border border-line py-1">
      {diffs.flatMap((diff) =>
        diff.files.map((file) => (
          <li
            key={`${diff.repositoryId}:${file.path}`}
            className="flex h-6 items-center gap-2 px-2.5 text-sm"
          >
            <span className="min-w-0 flex-1 truncate font-mono" title={file.path}>
              {diffs.length > 1 ? `${diff.repository}/${file.path}` : file.path}
            </span>
            <LineCounts added={file.added} removed={file.removed} />
          </li>
        )),
      )}
    </ul>
  )
}
