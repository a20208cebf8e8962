import { useId } from 'react'
import type { AgentInfo } from '../../../contracts/index.ts'
import { runbookProfileId } from '../../../contracts/index.ts'
import { useEntities } from '../../app/index.ts'
import { CopyButton, Skeleton, StatusDot } from '../../ui/index.ts'

/** The agents that can be used on this machine, and how to get the others. */
export function AgentList() {
  const agents = useEntities((entities) => entities.agents)
  const heading = useId()
  return (
    <section aria-labelledby={heading}>
      <h3 id={heading} className="mx-0.5 mb-2 text-sm font-medium text-muted">
        Agents on this machine
      </h3>
      <ul className="overflow-hidden rounded-lg border border-line bg-panel">
        {agents.map((agent) => (
          <Row key={agent.id} agent={agent} />
        ))}
        {agents.length === 0 && (
          <li className="flex h-10 items-center px-3.5" role="status" aria-label="Looking for agents">
            <Skeleton width="60%" />
          </li>
        )}
      </ul>
    </section>
  )
}

/** What to know about an agent in a few words. */
function facts({ id, version, path, command }: AgentInfo): string {
  if (id === runbookProfileId) return 'built in, needs no model or key'
  const program = path?.split(/[/\\]/).at(-1) ?? command.split(' ')[0]
  return [version, program && `through ${program}`].filter(Boolean).join(', ')
}

function Row({ agent }: { agent: AgentInfo }) {
  const { name, available, install } = agent
  return (
    <li className="flex h-10 items-center gap-2 border-t border-line px-3.5 first:border-t-0">
      <StatusDot status={available ? 'running' : 'off'} label="" />
      <span className="w-[120px] flex-none truncate" title={name}>
        {name}
      </span>
      {available ? (
        <>
          <span className="flex-1 truncate text-sm text-subtle" title={agent.path ?? undefined}>
            {facts(agent)}
          </span>
          <span className="text-muted">ready</span>
        </>
      ) : (
        <>
          <span
            className="flex-1 truncate font-mono text-sm text-subtle select-text"
            title={install ?? undefined}
          >
            {install ?? 'not found'}
          </span>
          {install ? (
            <CopyButton text={install} label={`Copy the command that installs ${name}`} />
          ) : (
            <span className="text-muted">not found</span>
          )}
        </>
      )}
    </li>
  )
}
