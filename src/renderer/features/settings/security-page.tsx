import { useEntities } from '../../app/index.ts'
import { allNodes } from '../../state/index.ts'
import { AuditLog } from './audit-log.tsx'
import { NodeTrust } from './node-trust.tsx'
import { Page } from './page.tsx'

/** Which nodes may work, and what was done. */
export function SecurityPage() {
  const nodes = useEntities(allNodes)
  return (
    <Page title="Security">
      <section>
        <h3 className="mb-2 text-sm font-medium text-muted">Nodes</h3>
        <ul className="rounded-lg border border-line bg-panel">
          {nodes.map((node) => (
            <NodeTrust key={node.id} node={node} />
          ))}
        </ul>
      </section>
      <AuditLog />
    </Page>
  )
}
