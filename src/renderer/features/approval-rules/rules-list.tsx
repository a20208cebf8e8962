import { Check, ShieldOff, X } from 'lucide-react'
import { ruleWords, type ApprovalRule, type Workspace } from '../../../contracts/index.ts'
import { rowKeys, useServices } from '../../app/index.ts'
import { IconButton, RelativeTime } from '../../ui/index.ts'

/** Rules in force, newest first. What is revoked here can be taken back for as long as the toast stands. */
export function RulesList({ workspace, rules }: { workspace: Workspace; rules: readonly ApprovalRule[] }) {
  if (rules.length === 0)
    return (
      <p className="text-muted">
        No rules. An answer that says "always" makes one: it stands for exactly the same request of the same
        agent, in this workspace only.
      </p>
    )
  const folders = workspace.repositories.map(({ worktree }) => worktree)
  return (
    <ul className="-mx-1.5 flex max-h-96 flex-col gap-0.5 overflow-y-auto" ref={rowKeys}>
      {rules.map((rule) => (
        <RuleRow key={rule.id} rule={rule} folders={folders} />
      ))}
    </ul>
  )
}

function RuleRow({ rule, folders }: { rule: ApprovalRule; folders: readonly string[] }) {
  const { client, toasts } = useServices()
  const { what, exactly } = ruleWords(rule, folders)
  const allows = rule.decision === 'allow'
  const restore = (): void => {
    client.approval.restoreRule({ ruleId: rule.id }).catch((error: unknown) => toasts.failed('Undo', error))
  }
  const revoke = (): void => {
    client.approval
      .revokeRule({ ruleId: rule.id })
      .then(() =>
        toasts.show({
          title: 'Rule revoked',
          detail: `${rule.agentName} asks again: ${what.toLowerCase()} ${exactly.split('\n')[0]}`,
          action: { label: 'Undo', run: restore },
        }),
      )
      .catch((error: unknown) => toasts.failed('Revoke the rule', error))
  }
  const Icon = allows ? Check : X
  return (
    <li className="flex items-center gap-2 rounded-md px-1.5 py-1 hover:bg-hover">
      <Icon aria-hidden className="size-3.5 flex-none text-subtle" />
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline gap-2">
          <span className="flex-1 truncate text-sm">
            {allows ? 'Allow' : 'Reject'}: {what.toLowerCase()}
          </span>
          <RelativeTime at={rule.createdAt} />
        </div>
        <div className="truncate font-mono text-sm" title={exactly}>
          {exactly}
        </div>
        <div className="text-xs text-subtle">
          {rule.agentName} ·{' '}
          {rule.uses === 0 ? 'not used yet' : `used ${rule.uses === 1 ? 'once' : `${rule.uses} times`}`}
        </div>
      </div>
      <IconButton data-row size="sm" label="Revoke" icon={<ShieldOff />} onClick={revoke} />
    </li>
  )
}
