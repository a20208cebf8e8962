import { ruleWords, type Approval } from '../../../contracts/index.ts'
import { useEntities } from '../../app/index.ts'

const saysAlways = ({ kind }: Approval['options'][number]): boolean =>
  kind === 'allow_always' || kind === 'reject_always'

/** What an "always" answer to this approval would mean, before it is given. */
export function Remembered({ approval }: { approval: Approval }) {
  const agent = useEntities((entities) => entities.sessions[approval.sessionId]?.agentName ?? 'the agent')
  const folders = useEntities((entities) =>
    (entities.workspaces[approval.workspaceId]?.repositories ?? []).map(({ worktree }) => worktree),
  )
  const { remembers } = approval
  if (!approval.options.some(saysAlways) || approval.toolKind === 'switch_mode') return null
  if (remembers === null)
    return (
      <p className="px-2.5 pb-2.5 text-xs text-subtle">
        Switchyard makes no rule of this one: how long "always" lasts is up to {agent}.
      </p>
    )
  const { what, exactly } = ruleWords({ toolKind: approval.toolKind, match: remembers }, folders)
  return (
    <p className="truncate px-2.5 pb-2.5 text-xs text-subtle" title={`${what} ${exactly}`}>
      Always, for {agent} in this workspace: {what.toLowerCase()}{' '}
      <code className="font-mono text-muted">{exactly.split('\n')[0]}</code>
    </p>
  )
}
