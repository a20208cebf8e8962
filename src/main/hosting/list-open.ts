import {
  Failure,
  type ListedPullRequest,
  type ProjectId,
  type Repository,
  type RepositoryId,
} from '../../contracts/index.ts'
import type { ProjectService } from '../projects/index.ts'
import type { WorkspaceService } from '../workspaces/index.ts'
import type { Forges } from './forges.ts'

interface Deps {
  projects: ProjectService
  workspaces: WorkspaceService
  forges: Forges
}

/** A repository without a host has no pull requests; that is an answer where it is one of several. */
const without: ReadonlySet<string> = new Set(['remote_not_configured', 'hosting_not_configured'])

/** Open pull requests of a project's repositories, or of one of them, latest first. */
export async function listOpen(
  deps: Deps,
  projectId: ProjectId,
  repositoryId: RepositoryId | undefined,
): Promise<ListedPullRequest[]> {
  const project = deps.projects.get(projectId)
  const chosen = project.repositories.filter(({ id }) => repositoryId === undefined || id === repositoryId)
  if (chosen.length === 0)
    throw new Failure('repository_not_found', `Project "${project.name}" has no such repository`)
  const lists = await Promise.all(
    chosen.map((repository) =>
      ofRepository(deps, repository).catch((error: unknown) => {
        if (chosen.length > 1 && error instanceof Failure && without.has(error.code)) return []
        throw error
      }),
    ),
  )
  return lists.flat().sort((a, b) => (b.updatedAt ?? 0) - (a.updatedAt ?? 0))
}

async function ofRepository(
  { workspaces, forges }: Deps,
  repository: Repository,
): Promise<ListedPullRequest[]> {
  const remotes = await workspaces
    .link(repository)
    .call((client) => client.hosting.remotes({ path: repository.path }))
  const remote =
    remotes.find(({ name }) => name === 'upstream') ??
    remotes.find(({ name }) => name === 'origin') ??
    remotes[0]
  if (!remote)
    throw new Failure('remote_not_configured', `Repository "${repository.name}" has no remote`, {
      hint: 'Add one on GitHub, GitLab or Gitea: git remote add origin <address>',
    })
  const { account, slug } = forges.locate(remote.url, remote.name)
  const forge = await forges.at(account.host)
  return (await forge.listOpen(slug)).map(({ headSlug: _from, ...pull }) => ({
    ...pull,
    repositoryId: repository.id,
  }))
}
