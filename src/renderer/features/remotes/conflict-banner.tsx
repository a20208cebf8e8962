import { TriangleAlert } from 'lucide-react'
import type { Workspace } from '../../../contracts/index.ts'
import { count, useEntities, useServices } from '../../app/index.ts'
import { Button } from '../../ui/index.ts'
import { waitingConflicts } from './act-form.ts'

/** Says that something is half done in the workspace, and leads to the ways on. */
export function ConflictBanner({ workspace }: { workspace: Workspace }) {
  const { dialogs } = useServices()
  const git = useEntities((entities) => entities.git[workspace.id])
  const waiting = waitingConflicts(git)
  // While git itself goes on there is nothing to decide.
  if (!waiting || git?.act) return null
  return (
    <div
      role="status"
      aria-label="Half done"
      className="flex flex-none items-center gap-2.5 border-b border-line bg-attention-bg px-3.5 py-1.5"
    >
      <TriangleAlert aria-hidden className="size-4 flex-none text-attention" />
      <p className="min-w-0 flex-1 truncate">
        A {waiting.kind} is under way
        {waiting.files > 0 ? `: ${count(waiting.files, 'file')} in conflict` : ' and waits to be continued'}.
      </p>
      <Button size="sm" onClick={() => dialogs.open({ kind: 'git-conflicts', workspaceId: workspace.id })}>
        {waiting.files > 0 ? 'Resolve…' : 'Continue…'}
      </Button>
    </div>
  )
}
