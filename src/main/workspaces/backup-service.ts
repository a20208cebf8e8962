import {
  Failure,
  WorkspaceId,
  type BackupDetail,
  type BackupEntry,
  type BackupRestored,
  type BackupSource,
  type NodeId,
  type RestoreInto,
  type Workspace,
} from '../../contracts/index.ts'
import type { Audit } from '../audit/index.ts'
import type { AgentLink, NodeService } from '../nodes/index.ts'
import type { ProjectService } from '../projects/index.ts'
import type { Store } from '../store/index.ts'

interface Deps {
  store: Store
  audit: Audit
  nodes: NodeService
  projects: ProjectService
  workspaces: { find(reference: string): Workspace }
}

interface Found {
  entry: BackupEntry
  nodeId: NodeId
  link: AgentLink
}

/** Backups of workspaces, deleted ones too: `backup.*` of the app contract. */
export class BackupService {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Newest first. Throws `project_not_found`, `workspace_not_found`. */
  async list(which: {
    project?: string | undefined
    workspace?: string | undefined
  }): Promise<BackupEntry[]> {
    const id = which.workspace === undefined ? undefined : this.#workspaceId(which.workspace)
    const entries = (await this.#all(which.project)).map(({ entry }) => entry)
    return id === undefined ? entries : entries.filter(({ workspaceId }) => workspaceId === id)
  }

  /** By ref or the end of one. Throws `invalid_input` when none or several end so. */
  async show(backup: string): Promise<BackupDetail> {
    const { entry, link } = await this.#find(backup)
    return link.call((client) => client.backup.show({ source: sourceOf(entry), ref: entry.ref }))
  }

  restore(input: {
    backup: string
    branch?: string | undefined
    workspace?: string | undefined
  }): Promise<BackupRestored> {
    if ((input.branch === undefined) === (input.workspace === undefined))
      throw new Failure('invalid_input', 'branch: name either a new branch or a workspace', {
        details: { path: 'branch' },
      })
    return this.#find(input.backup).then(({ entry, link, nodeId }) =>
      this.#deps.audit.record({ what: 'backup.restore', nodeId, target: entry.ref }, () => {
        const into: RestoreInto =
          input.workspace === undefined
            ? { kind: 'branch', branch: input.branch ?? '' }
            : { kind: 'workspace', workspaceId: this.#deps.workspaces.find(input.workspace).id }
        return link.call((client) => client.backup.restore({ source: sourceOf(entry), ref: entry.ref, into }))
      }),
    )
  }

  /** A deleted one is known by its id. */
  #workspaceId(reference: string): WorkspaceId {
    const id = WorkspaceId.safeParse(reference)
    return id.success ? id.data : this.#deps.workspaces.find(reference).id
  }

  async #all(project: string | undefined): Promise<Found[]> {
    const { nodes, projects } = this.#deps
    const chosen = project === undefined ? projects.list() : [projects.find(project)]
    const byNode = Map.groupBy(
      chosen.flatMap(({ repositories }) => repositories),
      ({ nodeId }) => nodeId,
    )
    const found = await Promise.all(
      [...byNode].map(async ([nodeId, repositories]) => {
        const link = nodes.link(nodeId)
        const sources = repositories.map(({ id, name, path }) => ({ repositoryId: id, name, path }))
        const entries = await link.call((client) => client.backup.list({ sources }))
        return entries.map((entry) => ({ entry, nodeId, link }))
      }),
    )
    return found.flat().toSorted((a, b) => b.entry.createdAt - a.entry.createdAt)
  }

  async #find(backup: string): Promise<Found> {
    const found = (await this.#all(undefined)).filter(
      ({ entry: { ref } }) => ref === backup || ref.endsWith(`/${backup}`),
    )
    const [only] = found
    if (only && found.length === 1) return only
    throw new Failure(
      'invalid_input',
      found.length === 0
        ? `backup: there is no backup ${backup}`
        : `backup: ${found.length} backups end in ${backup}`,
      {
        hint: '"switchyard backup list" shows what there is; give the whole ref.',
        details: { path: 'backup', refs: found.map(({ entry }) => entry.ref) },
      },
    )
  }
}

const sourceOf = ({ repositoryId, repository, source }: BackupEntry): BackupSource => ({
  repositoryId,
  name: repository,
  path: source,
})
