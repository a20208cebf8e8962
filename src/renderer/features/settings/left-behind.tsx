import { useState } from 'react'
import { toFailure, type Orphan } from '../../../contracts/index.ts'
import { count, exactTime, useLoad, useServices } from '../../app/index.ts'
import { Button, ConfirmDialog, ErrorNote, Skeleton } from '../../ui/index.ts'

/** What is on the node and belongs to nothing it knows, with what it holds. It goes by the user's act only. */
export function LeftBehind() {
  const { client } = useServices()
  const [asking, setAsking] = useState<Orphan | null>(null)
  const orphans = useLoad('orphans', (signal) => client.orphan.list(undefined, { signal }))
  return (
    <section aria-label="Left behind">
      <h3 className="mb-2 text-sm font-medium text-muted">Left behind</h3>
      {orphans.phase === 'loading' && <Skeleton height={36} />}
      {orphans.phase === 'failed' && <ErrorNote error={orphans.failure} onRetry={orphans.reload} />}
      {orphans.phase === 'ready' && orphans.data.length === 0 && (
        <p className="text-subtle">Every folder, process and backup belongs to a workspace.</p>
      )}
      {orphans.phase === 'ready' && orphans.data.length > 0 && (
        <ul className="rounded-lg border border-line bg-panel">
          {orphans.data.map((orphan) => (
            <Row key={orphan.id} orphan={orphan} onClean={() => setAsking(orphan)} />
          ))}
        </ul>
      )}
      {asking && (
        <CleanOrphan orphan={asking} onClose={() => setAsking(null)} onCleaned={() => orphans.reload()} />
      )}
    </section>
  )
}

function Row({ orphan, onClean }: { orphan: Orphan; onClean(): void }) {
  const [title, ...details] = wordsOf(orphan)
  const refused = orphan.kind === 'folder' ? orphan.refused : null
  return (
    <li className="flex items-start gap-3 border-line px-3 py-2 not-first:border-t">
      <div className="min-w-0 flex-1">
        <p className="truncate leading-7">{title}</p>
        {details.map((detail) => (
          <p key={detail} className="font-mono text-xs break-all text-subtle select-text">
            {detail}
          </p>
        ))}
        {refused !== null && <p className="text-sm text-attention">Stays: {refused}</p>}
      </div>
      <Button kind="danger" disabled={refused ?? false} onClick={onClean}>
        {acts[orphan.kind]}
      </Button>
    </li>
  )
}

const acts: Readonly<Record<Orphan['kind'], string>> = {
  folder: 'Remove folder',
  processes: 'End processes',
  refs: 'Delete refs',
}

/** A title, then a line for each thing it holds. */
function wordsOf(orphan: Orphan): [string, ...string[]] {
  switch (orphan.kind) {
    case 'folder': {
      const uncommitted = orphan.worktrees.reduce(
        (sum, { uncommittedFiles }) => sum + (uncommittedFiles ?? 0),
        0,
      )
      const others = orphan.otherFiles > 0 ? `, ${count(orphan.otherFiles, 'other file')}` : ''
      return [
        `Folder without a workspace: ${count(orphan.worktrees.length, 'worktree')}, ${count(uncommitted, 'uncommitted file')}${others}`,
        orphan.path,
        ...orphan.worktrees.map(({ path, branch }) => `${path}${branch === null ? '' : ` on ${branch}`}`),
      ]
    }
    case 'processes':
      return [
        `${count(orphan.processes.length, 'process', 'processes')} of a session that does not run`,
        ...orphan.processes.map(({ pid, command }) => `${pid} ${command}`),
      ]
    case 'refs':
      return [
        `${count(orphan.refs.length, 'backup or snapshot', 'backups and snapshots')} of ${orphan.workspace === null ? 'an unknown workspace' : `the deleted workspace "${orphan.workspace}"`}`,
        orphan.source,
        ...orphan.refs.map(({ name, createdAt }) => `${name}, ${exactTime(createdAt)}`),
      ]
  }
}

const consequences: Readonly<Record<Orphan['kind'], string>> = {
  folder: 'Uncommitted work is kept in a backup first. Branches stay, and so do files beside the worktrees.',
  processes: 'They are ended at once, without a chance to save anything.',
  refs: 'The uncommitted work they keep cannot be brought back.',
}

function CleanOrphan({ orphan, onClose, onCleaned }: { orphan: Orphan; onClose(): void; onCleaned(): void }) {
  const { client } = useServices()
  const [title] = wordsOf(orphan)
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={acts[orphan.kind]}
      act={acts[orphan.kind]}
      toError={toFailure}
      onConfirm={async () => {
        await client.orphan.clean({ id: orphan.id })
        onCleaned()
      }}
    >
      <p>{title}.</p>
      <p className="text-muted">{consequences[orphan.kind]}</p>
    </ConfirmDialog>
  )
}
