import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { RepositoryGit, WorkspaceRepository } from '../../contracts/index.ts'
import { gitFolderOf, nulList, operationIn, type GitRunner } from '../git/index.ts'
import { readRemoteSettings, type RemoteSettings } from './remote-settings.ts'

interface Status {
  head: string | null
  onBranch: string | null
  uncommitted: number
  untracked: number
  unmerged: number
}

/** Reads `git status --porcelain=v2 --branch -z`. */
export function parseStatus(output: string): Status {
  const status: Status = { head: null, onBranch: null, uncommitted: 0, untracked: 0, unmerged: 0 }
  const entries = nulList(output)
  for (let index = 0; index < entries.length; index++) {
    const entry = entries[index] ?? ''
    if (entry.startsWith('# branch.oid '))
      status.head = entry.slice(13) === '(initial)' ? null : entry.slice(13)
    else if (entry.startsWith('# branch.head '))
      status.onBranch = entry.slice(14) === '(detached)' ? null : entry.slice(14)
    else if (entry.startsWith('? ')) status.untracked++
    else if (/^[12u] /.test(entry)) {
      status.uncommitted++
      if (entry.startsWith('u ')) status.unmerged++
      // The old name of a renamed file is an entry of its own.
      if (entry.startsWith('2 ')) index++
    }
  }
  return status
}

/** How far HEAD and another commit are apart; null when the other one does not exist. */
export async function distance(
  git: GitRunner,
  name: string,
  ref: string,
): Promise<RepositoryGit['tracking']> {
  const counted = await git(['rev-list', '--left-right', '--count', `HEAD...${ref}`, '--']).catch(() => '')
  const [ahead, behind] = counted.trim().split('\t').map(Number)
  return ahead === undefined || behind === undefined ? null : { name, ahead, behind }
}

/** Where a repository of a workspace stands. Reads only, and only what is on this machine. */
export async function readRepositoryGit(
  git: GitRunner,
  repository: WorkspaceRepository,
): Promise<RepositoryGit & { settings: RemoteSettings; gitFolder: string }> {
  const [status, settings, gitFolder, common] = await Promise.all([
    git(['status', '--porcelain=v2', '--branch', '-z', '--untracked-files=normal']).then(parseStatus),
    readRemoteSettings(git),
    gitFolderOf(git),
    git(['rev-parse', '--path-format=absolute', '--git-common-dir']).then((path) => path.trim()),
  ])
  const { branch, baseBranch } = repository
  const remote = settings.remoteOf(branch)
  const upstream = settings.upstreamOf(branch) ?? (remote === null ? null : { remote, branch })
  const base = baseNames(settings, baseBranch, remote)
  const [tracking, bases, fetchedAt] = await Promise.all([
    upstream === null
      ? null
      : distance(
          git,
          `${upstream.remote}/${upstream.branch}`,
          `refs/remotes/${upstream.remote}/${upstream.branch}`,
        ),
    Promise.all(base.map(({ name, ref }) => distance(git, name, ref))),
    lastFetch([common, gitFolder]),
  ])
  const operation = operationIn(gitFolder)
  return {
    repositoryId: repository.repositoryId,
    repository: repository.name,
    branch,
    head: status.head,
    onBranch: status.onBranch,
    uncommitted: status.uncommitted,
    untracked: status.untracked,
    remote,
    tracking,
    bases: bases.filter((found) => found !== null),
    fetchedAt,
    operation: operation && { ...operation, unmerged: status.unmerged },
    settings,
    gitFolder,
  }
}

/** The base branch here, and the one of the remote. A base that is a remote's branch has the plain name here. */
function baseNames(
  settings: RemoteSettings,
  base: string,
  remote: string | null,
): { name: string; ref: string }[] {
  const of = [...settings.remotes.keys()].find((name) => base.startsWith(`${name}/`))
  const plain = of === undefined ? base : base.slice(of.length + 1)
  const there = of ?? remote
  return [
    { name: plain, ref: `refs/heads/${plain}` },
    ...(there === null ? [] : [{ name: `${there}/${plain}`, ref: `refs/remotes/${there}/${plain}` }]),
  ]
}

/** When a remote was last asked, from the file that git writes then; each worktree has one of its own. */
async function lastFetch(folders: readonly string[]): Promise<number | null> {
  const times = await Promise.all(
    folders.map((folder) =>
      stat(join(folder, 'FETCH_HEAD')).then(
        ({ mtimeMs }) => Math.floor(mtimeMs),
        () => 0,
      ),
    ),
  )
  return Math.max(...times) || null
}
