import { Plus, SquareTerminal } from 'lucide-react'
import { runbookProfileId, type AgentInfo } from '../../../contracts/index.ts'
import { formatRoute, rowKeys, useEntities } from '../../app/index.ts'
import { cx, EmptyState, StatusDot } from '../../ui/index.ts'
import { AgentDetail } from './agent-detail.tsx'
import { CustomAgentForm } from './custom-agent-form.tsx'

/** Ids of profiles hold no colon: none of them is mistaken for one of these. */
const additions = [
  { item: 'new', kind: 'acp', label: 'Add agent…' },
  { item: 'new:terminal', kind: 'terminal', label: 'Add terminal agent…' },
] as const

/** The agents and, beside them, the chosen one. `item` is its id, or of `additions` for one to be added. */
export function AgentsPage({ item }: { item: string | null }) {
  const agents = useEntities((entities) => entities.agents)
  const added = additions.find((addition) => addition.item === item)
  const shown = added ? undefined : (agents.find(({ id }) => id === item) ?? agents[0])
  return (
    <div className="grid min-h-0 grid-cols-[200px_minmax(0,1fr)] xl:grid-cols-[236px_minmax(0,1fr)]">
      <nav
        aria-label="Agents"
        ref={rowKeys}
        className="overflow-y-auto border-r border-line bg-panel px-2 py-3"
      >
        {agents.map((agent) => (
          <AgentLink key={agent.id} agent={agent} on={agent.id === shown?.id} />
        ))}
        <div className="mt-1.5">
          {additions.map(({ item: addition, kind, label }) => (
            <a
              key={kind}
              data-row
              href={formatRoute({ name: 'settings', page: 'agents', item: addition })}
              aria-current={item === addition ? 'page' : undefined}
              className={cx(
                'flex h-7 items-center gap-2 rounded-md px-2 -outline-offset-2',
                item === addition ? 'bg-active' : 'text-muted hover:bg-hover',
              )}
            >
              {kind === 'terminal' ? (
                <SquareTerminal aria-hidden className="size-4" strokeWidth={1.5} />
              ) : (
                <Plus aria-hidden className="size-4" strokeWidth={1.5} />
              )}
              {label}
            </a>
          ))}
        </div>
      </nav>
      <section className="min-h-0 overflow-y-auto px-7 py-5">
        {added ? (
          <CustomAgentForm key={added.item} profile={null} kind={added.kind} />
        ) : shown ? (
          <AgentDetail key={shown.id} agent={shown} />
        ) : (
          <EmptyState title="No agents yet">The node has not said yet which agents it has.</EmptyState>
        )}
      </section>
    </div>
  )
}

function AgentLink({ agent, on }: { agent: AgentInfo; on: boolean }) {
  return (
    <a
      data-row
      href={formatRoute({ name: 'settings', page: 'agents', item: agent.id })}
      aria-current={on ? 'page' : undefined}
      className={cx(
        'flex h-10 items-center gap-2 rounded-md px-2 -outline-offset-2',
        on ? 'bg-active' : 'hover:bg-hover',
      )}
    >
      <StatusDot
        status={agent.available ? 'running' : 'off'}
        label={agent.available ? 'ready' : 'not found'}
      />
      <span className="flex min-w-0 flex-col leading-[17px]">
        <span className="truncate">{agent.name}</span>
        <span className="truncate text-xs text-subtle">{about(agent)}</span>
      </span>
    </a>
  )
}

function about({ id, kind, custom, available, command, version }: AgentInfo): string {
  if (id === runbookProfileId) return 'built in'
  if (!available) return 'not found'
  if (kind === 'terminal') return 'in a terminal'
  if (custom) return 'custom'
  return [command.split(' ')[0], version].filter(Boolean).join(' ')
}
