import {
  Failure,
  type PullRequest,
  type RepositoryId,
  type Workspace,
  type WorkspaceRepository,
} from '../../contracts/index.ts'

/** The repository a person means; the only one where none is named. Throws `repository_not_found`, `invalid_input`. */
export function pickRepository(workspace: Workspace, id: RepositoryId | undefined): WorkspaceRepository {
  const { repositories, name } = workspace
  const found =
    id === undefined ? repositories[0] : repositories.find(({ repositoryId }) => repositoryId === id)
  if (!found) throw new Failure('repository_not_found', `Workspace "${name}" has no such repository`)
  if (id === undefined && repositories.length > 1) throw severalRepositories(name, repositories)
  return found
}

/** The pull request a person means; the only one where no repository is named. Throws `pull_request_not_found`. */
export function pickPull(
  workspace: Workspace,
  known: readonly PullRequest[],
  id: RepositoryId | undefined,
): PullRequest {
  const matching = id === undefined ? known : known.filter(({ repositoryId }) => repositoryId === id)
  const [found] = matching
  if (!found)
    throw new Failure('pull_request_not_found', `Workspace "${workspace.name}" has no pull request`, {
      hint: `Make one: switchyard pr create "${workspace.name}". Or attach one: switchyard pr attach "${workspace.name}"`,
    })
  if (matching.length > 1)
    throw severalRepositories(
      workspace.name,
      matching.map(({ repository }) => ({ name: repository })),
    )
  return found
}

const severalRepositories = (workspace: string, repositories: readonly { name: string }[]): Failure => {
  const names = repositories.map(({ name }) => name)
  return new Failure(
    'invalid_input',
    `Workspace "${workspace}" has several repositories: ${names.join(', ')}`,
    {
      hint: 'Say which one.',
      details: { path: 'repositoryId', candidates: names },
    },
  )
}
