import type { Orphan, OrphanCleaned } from '../../contracts/index.ts'
import type { Audit } from '../audit/index.ts'
import type { NodeService } from '../nodes/index.ts'

interface Deps {
  audit: Audit
  nodes: NodeService
}

/** What is left behind on the local node, asked of it each time: only it knows. */
export class OrphanService {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  list(): Promise<Orphan[]> {
    const { nodes } = this.#deps
    return nodes.link(nodes.localNodeId).call((client) => client.orphans.list())
  }

  /** Throws `invalid_input` for what is no orphan, `forbidden`, `dirty_worktree`. */
  clean(id: string): Promise<OrphanCleaned> {
    const { audit, nodes } = this.#deps
    const act = { what: 'orphan.clean', nodeId: nodes.localNodeId, target: id }
    return audit.record(act, () =>
      nodes.link(nodes.localNodeId).call((client) => client.orphans.clean({ id })),
    )
  }
}
