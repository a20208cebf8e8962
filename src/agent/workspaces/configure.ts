import { realpathSync, statSync } from 'node:fs'
import { join, posix, sep } from 'node:path'
import { Failure, type RepositoryId, type Workspace, type WorkspaceChoices } from '../../contracts/index.ts'
import { startingFolder } from './working-folder.ts'

const refused = (path: keyof WorkspaceChoices, message: string, hint: string): Failure =>
  new Failure('invalid_input', `${path}: ${message}`, { hint, details: { path } })

/**
 * A workspace with other choices. An active repository that is kept from agents is none any more; a working directory
 * is looked for where sessions start then. Throws `invalid_input`.
 */
export function withChoices(workspace: Workspace, choices: WorkspaceChoices): Workspace {
  const { pinned = workspace.pinned } = choices
  const enabled = choices.enabled ?? enabledIds(workspace)
  for (const id of [...enabled, choices.activeRepositoryId]) if (id) assertOwn(workspace, id)
  const activeRepositoryId =
    choices.activeRepositoryId === undefined ? workspace.activeRepositoryId : choices.activeRepositoryId
  if (choices.activeRepositoryId && !enabled.includes(choices.activeRepositoryId))
    throw refused('activeRepositoryId', 'is a repository that agents do not get', 'Enable it first.')
  const next = {
    ...workspace,
    pinned,
    repositories: workspace.repositories.map((repository) => ({
      ...repository,
      enabled: enabled.includes(repository.repositoryId),
    })),
    activeRepositoryId:
      activeRepositoryId !== null && enabled.includes(activeRepositoryId) ? activeRepositoryId : null,
  }
  const start = startingFolder(next)
  if (choices.workingDirectory !== undefined)
    return { ...next, workingDirectory: insideOf(start, choices.workingDirectory) }
  // One that was chosen for another repository means nothing in this one.
  return { ...next, workingDirectory: start === startingFolder(workspace) ? next.workingDirectory : '' }
}

const enabledIds = ({ repositories }: Workspace): RepositoryId[] =>
  repositories.flatMap(({ enabled, repositoryId }) => (enabled ? repositoryId : []))

function assertOwn({ repositories, name }: Workspace, id: RepositoryId): void {
  if (repositories.some(({ repositoryId }) => repositoryId === id)) return
  throw new Failure('repository_not_found', `Workspace "${name}" has no repository ${id}`)
}

/** The path without `.` and the like, once it is sure to be a folder inside. */
function insideOf(start: string, path: string): string {
  const hint = 'Name a folder inside the worktree, such as packages/app.'
  const plain = posix.normalize(path.replaceAll('\\', '/')).replace(/^\.$|\/$/g, '')
  if (plain === '') return ''
  if (plain.startsWith('/') || plain === '..' || plain.startsWith('../'))
    throw refused('workingDirectory', `${path} lies outside of ${start}`, hint)
  const real = realpathOrNull(join(start, plain))
  if (real === null) throw refused('workingDirectory', `there is no folder ${path} in ${start}`, hint)
  if (!real.startsWith(realpathSync(start) + sep))
    throw refused('workingDirectory', `${path} leads out of ${start}`, hint)
  return plain
}

function realpathOrNull(path: string): string | null {
  try {
    return statSync(path).isDirectory() ? realpathSync(path) : null
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw error
  }
}
