import { addMcpSecrets, type Clock, type NewId, type Redactor } from '../../base/index.ts'
import {
  Failure,
  type Branch,
  type FolderListing,
  type McpServers,
  type NodeId,
  type Project,
  type ProjectId,
  type Repository,
  type RepositoryId,
  type RepositoryInfo,
} from '../../contracts/index.ts'
import type { Audit } from '../audit/index.ts'
import type { NodeService } from '../nodes/index.ts'
import { reserveId, type Store, type Writer } from '../store/index.ts'
import { freeName } from './free-name.ts'
import { findByReference } from './reference.ts'

interface Deps {
  store: Store
  audit: Audit
  nodes: NodeService
  /** Learns the secrets of MCP servers. */
  redactor: Redactor
  clock: Clock
  newId: NewId
}

export interface AddProject {
  path: string
  name?: string | undefined
  nodeId?: NodeId | undefined
  idempotencyKey?: string | undefined
}

export class ProjectService {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
    for (const { mcpServers } of this.list()) addMcpSecrets(deps.redactor, mcpServers)
  }

  list(): Project[] {
    return this.#deps.store.read.projects.list()
  }

  /** By id or name. Throws `project_not_found`. */
  find(reference: string): Project {
    return findByReference('project', 'project_not_found', this.list(), reference)
  }

  get(id: ProjectId): Project {
    const project = this.#deps.store.read.projects.get(id)
    if (!project) throw new Failure('project_not_found', `There is no project ${id}`)
    return project
  }

  /** Throws `repository_not_found`. */
  repository(id: RepositoryId): Repository {
    const repository = this.#deps.store.read.projects.repository(id)
    if (!repository) throw new Failure('repository_not_found', `There is no repository ${id}`)
    return repository
  }

  inspect(path: string, nodeId: NodeId = this.#deps.nodes.localNodeId): Promise<RepositoryInfo> {
    return this.#deps.nodes.link(nodeId).call((client) => client.repository.inspect({ path }))
  }

  browse(path: string | null): Promise<FolderListing> {
    return this.#deps.nodes
      .link(this.#deps.nodes.localNodeId)
      .call((client) => client.repository.browse({ path }))
  }

  branches(id: RepositoryId): Promise<Branch[]> {
    const { nodeId, path } = this.repository(id)
    return this.#deps.nodes.link(nodeId).call((client) => client.repository.branches({ path }))
  }

  /**
   * A project of the repository at a path. The name, by default the repository's, gets ` (2)` when taken.
   * Throws the agent's refusal of the path, and `invalid_input` naming the project that has the repository already.
   */
  async add({
    path,
    name,
    nodeId = this.#deps.nodes.localNodeId,
    idempotencyKey,
  }: AddProject): Promise<Project> {
    const { store, audit, clock, newId } = this.#deps
    const act = { what: 'project.add', nodeId }
    return audit.record(act, async () => {
      const request = { operation: act.what, key: idempotencyKey, at: clock.now() }
      const id = reserveId(store, request, () => newId('project'))
      const first = store.read.projects.get(id)
      if (first) return first
      const info = await this.inspect(path, nodeId)
      return store.write((writer) => this.#insert(writer, id, name ?? info.name, nodeId, info))
    })
  }

  rename(id: ProjectId, name: string): Promise<Project> {
    return this.#deps.audit.record({ what: 'project.rename', target: id }, () => {
      this.get(id)
      return this.#deps.store.write((writer) => {
        const taken = (other: string): boolean => (writer.projects.named(other)?.id ?? id) !== id
        writer.projects.rename(id, freeName(name, taken), this.#deps.clock.now())
        return tellProject(writer, id)
      })
    })
  }

  /** New sessions of the project get these. */
  setMcpServers(id: ProjectId, mcpServers: McpServers): Promise<Project> {
    return this.#deps.audit.record({ what: 'project.setMcpServers', target: id }, () => {
      this.get(id)
      addMcpSecrets(this.#deps.redactor, mcpServers)
      return this.#deps.store.write((writer) => {
        writer.projects.setMcpServers(id, mcpServers, this.#deps.clock.now())
        return tellProject(writer, id)
      })
    })
  }

  /** Forgets a project without workspaces; its repository is not touched. Throws `invalid_transition` otherwise. */
  remove(reference: string): Promise<Project> {
    return this.#deps.audit.record({ what: 'project.remove', target: reference }, () => {
      const project = this.find(reference)
      return this.#deps.store.write((writer) => {
        const workspaces = writer.workspaces.list(project.id)
        if (workspaces.length > 0)
          throw stillUsed(
            project,
            workspaces.map((workspace) => workspace.name),
          )
        writer.projects.remove(project.id)
        writer.tell({ type: 'project.removed', id: project.id })
        return project
      })
    })
  }

  #insert(writer: Writer, id: ProjectId, name: string, nodeId: NodeId, info: RepositoryInfo): Project {
    const same = writer.projects.repositoryAt(nodeId, info.path)
    if (same) throw alreadyAdded(info.path, writer.projects.get(same.projectId))
    const at = this.#deps.clock.now()
    const { defaultAgent, branchPrefix } = writer.settings.get()
    const repository: Repository = {
      id: this.#deps.newId('repository'),
      projectId: id,
      nodeId,
      name: info.name,
      path: info.path,
      defaultBranch: info.defaultBranch,
      createdAt: at,
    }
    writer.projects.insert({
      id,
      name: freeName(name, (other) => writer.projects.named(other) !== undefined),
      repositories: [repository],
      defaultAgent,
      branchPrefix,
      mcpServers: [],
      createdAt: at,
      updatedAt: at,
    })
    return tellProject(writer, id)
  }
}

function tellProject(writer: Writer, id: ProjectId): Project {
  const entity = writer.projects.get(id)
  if (!entity) throw new Error(`project ${id} was not written`)
  writer.tell({ type: 'project', entity })
  return entity
}

const alreadyAdded = (path: string, project: Project | undefined): Failure =>
  new Failure('invalid_input', `${path} is already in project "${project?.name}"`, {
    hint: `Use that project (${project?.id}).`,
    details: { path: 'path', projectId: project?.id },
  })

const stillUsed = (project: Project, workspaces: string[]): Failure =>
  new Failure(
    'invalid_transition',
    `Project "${project.name}" still has ${workspaces.length} workspace${workspaces.length === 1 ? '' : 's'}: ${workspaces.slice(0, 5).join(', ')}`,
    { hint: 'Delete its workspaces first.', details: { workspaces } },
  )
