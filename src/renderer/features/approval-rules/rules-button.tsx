import { ShieldCheck } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { Workspace } from '../../../contracts/index.ts'
import { count, useActions, useEntities, type Action } from '../../app/index.ts'
import { rulesOf } from '../../state/index.ts'
import { Popover } from '../../ui/index.ts'
import { RulesList } from './rules-list.tsx'

/** Opens the standing answers of a workspace; shows how many there are. */
export function RulesButton({ workspace }: { workspace: Workspace }) {
  const rules = useEntities((entities) => rulesOf(entities, workspace.id))
  const [open, setOpen] = useState(false)
  useActions(
    useMemo(
      (): Action[] => [
        {
          id: 'workspace.approval-rules',
          title: 'Show approval rules',
          section: 'Workspace',
          icon: ShieldCheck,
          keywords: ['permissions', 'always', 'allow', 'revoke'],
          run: () => setOpen(true),
        },
      ],
      [],
    ),
  )
  const words = rules.length === 0 ? 'Approval rules: none' : `Approval rules: ${count(rules.length, 'rule')}`
  return (
    <Popover
      title="Approval rules"
      align="end"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <button
          type="button"
          aria-label={words}
          title={words}
          className="flex h-7 flex-none items-center gap-1 rounded-md px-1.5 text-muted hover:bg-hover hover:text-fg data-popup-open:bg-active [&_svg]:size-4"
        >
          <ShieldCheck aria-hidden strokeWidth={1.5} />
          {rules.length > 0 && <span className="text-xs tabular-nums">{rules.length}</span>}
        </button>
      }
    >
      <RulesList workspace={workspace} rules={rules} />
    </Popover>
  )
}
