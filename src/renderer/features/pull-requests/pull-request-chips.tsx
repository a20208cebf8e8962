import type { PullRequest, Workspace } from '../../../contracts/index.ts'
import { useEntities, useServices } from '../../app/index.ts'
import { pullsOf } from '../../state/index.ts'
import { StatusDot } from '../../ui/index.ts'
import { StateIcon } from './state-icon.tsx'
import { checksShown, stateWord } from './words.ts'

/** The pull requests of a workspace in its bar: number, state and checks. A click opens one. */
export function PullRequestChips({ workspace }: { workspace: Workspace }) {
  const pulls = useEntities((entities) => pullsOf(entities, workspace.id))
  return pulls.map((pull) => (
    <PullChip key={pull.repositoryId} pull={pull} named={workspace.repositories.length > 1} />
  ))
}

function PullChip({ pull, named }: { pull: PullRequest; named: boolean }) {
  const { dialogs } = useServices()
  const { workspaceId, repositoryId } = pull
  const checks = pull.state === 'open' ? checksShown(pull.checks) : null
  const state = stateWord(pull)
  return (
    <button
      type="button"
      title={pull.title}
      onClick={() => dialogs.open({ kind: 'pull-request', workspaceId, repositoryId })}
      className="inline-flex h-[22px] min-w-0 items-center gap-1.5 rounded-sm border border-line bg-raised px-[7px] text-sm whitespace-nowrap text-muted hover:bg-active hover:text-fg [&_svg]:size-3.5 [&_svg]:flex-none"
    >
      <StateIcon pull={pull} />
      <span className="sr-only">Pull request</span>
      {named && <span className="max-w-24 truncate">{pull.repository}</span>}
      <span className="font-mono tabular-nums">#{pull.number}</span>
      <span className={state === 'open' ? 'sr-only' : ''}>{state}</span>
      {checks && (
        <>
          <StatusDot status={checks.status} label="" />
          <span className="max-lg:sr-only">{checks.word}</span>
        </>
      )}
    </button>
  )
}
