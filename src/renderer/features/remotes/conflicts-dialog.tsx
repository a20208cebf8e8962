import { useStore } from 'zustand'
import type { RepositoryConflicts, ResolveWith, Workspace } from '../../../contracts/index.ts'
import { count, useAct, useEntities, useLoad, useServices } from '../../app/index.ts'
import { Button, Dialog, EmptyState, ErrorNote, Skeleton } from '../../ui/index.ts'
import { AbortButton } from './abort-button.tsx'
import { AskAgent } from './ask-agent.tsx'
import { ConflictFiles } from './conflict-files.tsx'

/** What stopped at conflicts, and the ways on. Open when `dialogs` says so. */
export function ConflictsDialog() {
  const { dialogs } = useServices()
  const id = useStore(dialogs, ({ dialog }) => (dialog?.kind === 'git-conflicts' ? dialog.workspaceId : null))
  const workspace = useEntities((entities) => (id === null ? undefined : entities.workspaces[id]))
  return workspace && <Opened key={workspace.id} workspace={workspace} />
}

function Opened({ workspace }: { workspace: Workspace }) {
  const { client, dialogs } = useServices()
  // Read again whenever a file or a branch of the workspace has changed, by whomever.
  const version = useEntities(
    (entities) => `${entities.git[workspace.id]?.version} ${entities.changes[workspace.id]?.version}`,
  )
  const loaded = useLoad(version, (signal) =>
    client.remotes.conflicts({ workspace: workspace.id }, { signal }),
  )
  const found = loaded.phase === 'ready' ? loaded.data : loaded.phase === 'loading' ? loaded.last : undefined
  return (
    <Dialog
      open
      onClose={dialogs.close}
      title={`Conflicts in ${workspace.name}`}
      width={640}
      footer={
        <>
          <span className="flex-1">
            {found && found.length > 0 && <AskAgent workspace={workspace} conflicts={found} />}
          </span>
          <Button kind="ghost" onClick={dialogs.close}>
            Close
          </Button>
        </>
      }
    >
      <div className="flex flex-col px-[18px] py-1">
        {loaded.phase === 'failed' && <ErrorNote error={loaded.failure} onRetry={loaded.reload} />}
        {!found && loaded.phase === 'loading' && <Skeleton height={120} />}
        {found?.length === 0 && (
          <EmptyState title="Nothing is under way">All branches are at rest.</EmptyState>
        )}
        {found?.map((one) => (
          <InRepository
            key={one.repositoryId}
            workspace={workspace}
            conflicts={one}
            last={found.length === 1}
            reload={loaded.reload}
          />
        ))}
      </div>
    </Dialog>
  )
}

function InRepository({
  workspace,
  conflicts,
  last,
  reload,
}: {
  workspace: Workspace
  conflicts: RepositoryConflicts
  last: boolean
  reload(): void
}) {
  const { client, dialogs, toasts } = useServices()
  const act = useAct()
  const { repositoryId, repository, kind, branch, files } = conflicts
  const ofRepository = { workspace: workspace.id, repositoryId }
  const open = files.filter(({ ready }) => !ready).length
  const step = useEntities(
    (entities) =>
      entities.git[workspace.id]?.repositories.find((one) => one.repositoryId === repositoryId)?.operation ??
      null,
  )
  const resolve = (path: string, how: ResolveWith): Promise<boolean> =>
    act.run(async () => {
      await client.remotes.resolve({ ...ofRepository, path, with: how })
      reload()
    })
  const goOn = (): Promise<boolean> =>
    act.run(async () => {
      const { message, outcome } = await client.remotes.continue(ofRepository)
      toasts.show({ title: message })
      if (outcome === 'done' && last) dialogs.close()
      else reload()
    })
  return (
    <section
      aria-label={repository}
      className="flex flex-col gap-2 border-b border-line py-3 last:border-b-0"
    >
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="min-w-0 flex-1 truncate font-medium">
          {workspace.repositories.length > 1 && `${repository}: `}
          <span className="capitalize">{kind}</span> of <span className="font-mono text-sm">{branch}</span>
          <span className="font-normal text-muted">
            {step && step.total > 0 && `, commit ${step.done} of ${step.total}`}
            {files.length > 0 && `, ${count(files.length, 'file')} in conflict`}
          </span>
        </h3>
        <AbortButton
          kind={kind}
          busy={act.busy}
          onAbort={() =>
            void act.run(async () => {
              const { message } = await client.remotes.abort(ofRepository)
              toasts.show({ title: message })
              if (last) dialogs.close()
              else reload()
            })
          }
        />
        <Button
          kind="primary"
          loading={act.busy}
          disabled={open > 0 && `${count(open, 'file')} still to be resolved`}
          onClick={() => void goOn()}
        >
          Continue
        </Button>
      </div>
      {act.failure && <ErrorNote error={act.failure} />}
      <ConflictFiles
        workspaceId={workspace.id}
        conflicts={conflicts}
        busy={act.busy}
        onResolve={(path, how) => void resolve(path, how)}
      />
    </section>
  )
}
