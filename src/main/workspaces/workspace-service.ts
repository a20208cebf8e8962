import type { Clock, NewId } from '../../base/index.ts'
import {
  DisplayName,
  Failure,
  WorkspaceId,
  type BranchCheck,
  type BranchPolicy,
  type DeletedBranches,
  type DeletionImpact,
  type NodeId,
  type Project,
  type ProjectId,
  type Repository,
  type RepositoryId,
  type Workspace,
  type WorkspaceDeleted,
} from '../../contracts/index.ts'
import type { Audit } from '../audit/index.ts'
import type { AgentClient, AgentLink, NodeService } from '../nodes/index.ts'
import { findByReference, type ProjectService } from '../projects/index.ts'
import { reserveId, type Store } from '../store/index.ts'
import { BackupService } from './backup-service.ts'
import { WorkspaceLife } from './life-service.ts'
import { branchSlug, workspaceName } from './branch-name.ts'

interface Deps {
  store: Store
  audit: Audit
  nodes: NodeService
  projects: ProjectService
  clock: Clock
  newId: NewId
}

export interface CreateWorkspace {
  project: string
  name?: string | undefined
  branch?: string | undefined
  branchPolicy: BranchPolicy
  baseBranch?: string | undefined
  prompt: string
  idempotencyKey?: string | undefined
}

type Command = 'stop' | 'restart'

export class WorkspaceService {
  /** What becomes of them after they were made. */
  readonly life: WorkspaceLife
  readonly backups: BackupService
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
    this.backups = new BackupService({ ...deps, workspaces: this })
    this.life = new WorkspaceLife({ ...deps, workspaces: this })
  }

  /** All but deleted ones, of one project (id or name) or of all. */
  list(project?: string): Workspace[] {
    return this.#deps.store.read.workspaces.list(
      project === undefined ? undefined : this.#deps.projects.find(project).id,
    )
  }

  /** By id or name. Throws `workspace_not_found`, also for a deleted one. */
  find(reference: string): Workspace {
    const id = WorkspaceId.safeParse(reference)
    const known = id.success ? this.#deps.store.read.workspaces.get(id.data) : undefined
    if (known?.status === 'deleted')
      throw new Failure('workspace_not_found', `Workspace "${known.name}" was deleted`, {
        hint: 'What was said in its sessions can still be read and exported.',
      })
    return findByReference('workspace', 'workspace_not_found', this.list(), reference)
  }

  /** The way to the node that holds a workspace. */
  link({ nodeId }: { nodeId: NodeId }): AgentLink {
    return this.#deps.nodes.link(nodeId)
  }

  async checkBranch(
    projectId: ProjectId,
    branch: string,
    repositoryIds?: RepositoryId[],
  ): Promise<BranchCheck[]> {
    const project = this.#deps.projects.get(projectId)
    const chosen = repositoryIds
      ? project.repositories.filter(({ id }) => repositoryIds.includes(id))
      : project.repositories
    const [first] = chosen
    if (!first)
      throw new Failure('repository_not_found', `Project "${project.name}" has none of these repositories`)
    const repositories = chosen.map(toSource)
    return this.link(first).call((client) => client.repository.checkBranch({ repositories, branch }))
  }

  /** A branch name that is free in every repository of the project, and a name, from what is to be done. */
  async propose(projectId: ProjectId, prompt: string): Promise<{ branch: string; name: string }> {
    const project = this.#deps.projects.get(projectId)
    const prefix = project.branchPrefix || this.#deps.store.read.settings.get().branchPrefix
    const branch = await this.#freeBranch(project, prefix + branchSlug(prompt))
    return { branch, name: workspaceName(prompt, branch) }
  }

  create(input: CreateWorkspace): Promise<Workspace> {
    const { store, audit, clock, newId } = this.#deps
    const project = this.#deps.projects.find(input.project)
    const nodeId = nodeOf(project)
    return audit.record({ what: 'workspace.create', nodeId }, async () => {
      const request = { operation: 'workspace.create', key: input.idempotencyKey, at: clock.now() }
      const id = reserveId(store, request, () => newId('workspace'))
      const first = store.read.workspaces.get(id)
      if (first && first.status !== 'pending' && first.status !== 'creating') return first
      const branch = input.branch ?? (await this.propose(project.id, input.prompt || input.name || '')).branch
      const name = DisplayName.parse(input.name ?? workspaceName(input.prompt, branch))
      const entity = await this.#deps.nodes.link(nodeId).command((client) =>
        client.workspace.create({
          id,
          projectId: project.id,
          name,
          branch,
          branchPolicy: input.branchPolicy,
          prompt: input.prompt,
          repositories: project.repositories.map((repository) => ({
            ...toSource(repository),
            baseBranch: input.baseBranch ?? null,
          })),
        }),
      )
      return store.read.workspaces.get(id) ?? entity
    })
  }

  rename(reference: string, name: string): Promise<Workspace> {
    return this.#command('workspace.rename', reference, (client, workspaceId) =>
      client.workspace.rename({ workspaceId, name }),
    )
  }

  stop(reference: string): Promise<Workspace> {
    return this.#change('stop', reference)
  }

  restart(reference: string): Promise<Workspace> {
    return this.#change('restart', reference)
  }

  deletionImpact(reference: string): Promise<DeletionImpact> {
    const workspace = this.find(reference)
    return this.link(workspace).call((client) =>
      client.workspace.deletionImpact({ workspaceId: workspace.id }),
    )
  }

  delete(reference: string, branches: DeletedBranches): Promise<WorkspaceDeleted> {
    const workspace = this.find(reference)
    const act = { what: 'workspace.delete', nodeId: workspace.nodeId, target: workspace.id }
    return this.#deps.audit.record(act, () =>
      this.link(workspace).command((client) =>
        client.workspace.delete({ workspaceId: workspace.id, branches }),
      ),
    )
  }

  #change(command: Command, reference: string): Promise<Workspace> {
    return this.#command(`workspace.${command}`, reference, (client, workspaceId) =>
      client.workspace[command]({ workspaceId }),
    )
  }

  #command(
    what: string,
    reference: string,
    work: (client: AgentClient, id: WorkspaceId) => Promise<{ entity: Workspace; journalSeq: number }>,
  ): Promise<Workspace> {
    const workspace = this.find(reference)
    const act = { what, nodeId: workspace.nodeId, target: workspace.id }
    return this.#deps.audit.record(act, async () => {
      const entity = await this.link(workspace).command((client) => work(client, workspace.id))
      return this.#deps.store.read.workspaces.get(workspace.id) ?? entity
    })
  }

  async #freeBranch(project: Project, wanted: string): Promise<string> {
    let refused: BranchCheck | undefined
    for (let n = 1; n <= mostAttempts; n++) {
      const branch = n === 1 ? wanted : `${wanted}-${n}`
      const checks = await this.checkBranch(project.id, branch)
      refused = checks.find(({ result }) => result !== 'free')
      if (!refused) return branch
      if (refused.result === 'invalid') break
    }
    throw new Failure(
      'branch_conflict',
      refused?.message ?? `No free branch name like "${wanted}" was found`,
      {
        hint: 'Name a branch.',
        details: { branch: wanted, repository: refused?.repository },
      },
    )
  }
}

/** Names tried before giving up: wanted, wanted-2, … */
const mostAttempts = 100

const toSource = ({ id, name, path }: Repository) => ({ repositoryId: id, name, path })

function nodeOf(project: Project): NodeId {
  const [first] = project.repositories
  if (!first) throw new Failure('repository_not_found', `Project "${project.name}" has no repository`)
  return first.nodeId
}
