import { RefreshCw } from 'lucide-react'
import { useStore } from 'zustand'
import type { PullRequest, SessionId } from '../../../contracts/index.ts'
import { navigate, useAct, useEntities, useServices } from '../../app/index.ts'
import { pullKey } from '../../state/index.ts'
import { Button, Dialog, ErrorNote, IconButton, RelativeTime } from '../../ui/index.ts'
import { Markdown } from '../transcript/index.ts'
import { CheckList, ReviewList } from './check-list.tsx'
import { CommentList } from './comment-list.tsx'
import { MergeBox } from './merge-box.tsx'
import { OutLink } from './parts.tsx'
import { StateIcon } from './state-icon.tsx'
import { useFresh } from './use-fresh.ts'
import { stateWord } from './words.ts'

/** The pull request of one repository of a workspace: what its host says, and what can be done. */
export function PullRequestDialog() {
  const { dialogs } = useServices()
  const dialog = useStore(dialogs, (state) => state.dialog)
  const key = dialog?.kind === 'pull-request' ? pullKey(dialog.workspaceId, dialog.repositoryId) : ''
  const pull = useEntities((entities) => entities.pullRequests[key])
  return dialog?.kind === 'pull-request' && pull ? <Shown key={key} pull={pull} /> : null
}

function Shown({ pull }: { pull: PullRequest }) {
  const { dialogs, client } = useServices()
  const act = useAct()
  useFresh(pull)
  const which = { workspace: pull.workspaceId, repositoryId: pull.repositoryId }
  const goTo = (id: string): void => {
    dialogs.close()
    navigate({
      name: 'workspace',
      workspaceId: pull.workspaceId,
      tab: { kind: 'session', id: id as SessionId },
    })
  }
  const run = (work: () => Promise<unknown>) => (): void => void act.run(work)
  const detach = async (): Promise<void> => {
    await client.pullRequest.detach(which)
    dialogs.close()
  }
  return (
    <Dialog
      open
      onClose={() => dialogs.close()}
      title={`#${pull.number} ${pull.title}`}
      width={720}
      aside={
        <>
          <IconButton
            size="sm"
            label="Refresh"
            icon={<RefreshCw />}
            onClick={run(() => client.pullRequest.refresh({ ...which, force: true }))}
          />
          <OutLink href={pull.url} label={`Open on ${pull.host}`} />
        </>
      }
      footer={
        <>
          <Button kind="ghost" onClick={run(detach)}>
            Detach
          </Button>
          <span className="flex-1" />
          {pull.state === 'open' && pull.draft && (
            <Button loading={act.busy} onClick={run(() => client.pullRequest.markReady(which))}>
              Mark ready
            </Button>
          )}
          {pull.state === 'open' && (
            <Button kind="danger" onClick={run(() => client.pullRequest.close(which))}>
              Close pull request
            </Button>
          )}
          {pull.state === 'closed' && (
            <Button onClick={run(() => client.pullRequest.reopen(which))}>Reopen pull request</Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-4 px-[18px] py-4">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-muted [&_svg]:size-4">
          <span className="inline-flex items-center gap-1.5 font-medium text-fg">
            <StateIcon pull={pull} />
            {stateWord(pull)}
          </span>
          <span>
            <span className="font-mono">{pull.head}</span> into <span className="font-mono">{pull.base}</span>{' '}
            of {pull.slug}
          </span>
          <span>by {pull.author}</span>
          <span className="inline-flex items-baseline gap-1 text-subtle">
            heard of <RelativeTime at={pull.refreshedAt} />
          </span>
        </p>
        {pull.failure && <ErrorNote error={pull.failure} />}
        {act.failure && act.failure.message !== pull.failure?.message && <ErrorNote error={act.failure} />}
        {pull.state === 'open' && <MergeBox pull={pull} />}
        {pull.body.trim() !== '' && <Markdown text={pull.body} />}
        <CheckList checks={pull.checks} />
        <ReviewList reviews={pull.reviews} />
        <CommentList pull={pull} onSent={goTo} />
      </div>
    </Dialog>
  )
}
