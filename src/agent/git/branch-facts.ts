import type { BranchFacts, GitRemote, WorkspaceRepository } from '../../contracts/index.ts'
import { headCommit } from './head.ts'
import type { GitRunner } from './runner.ts'
import { countUncommitted } from './unmerged.ts'

/** Commits told of; a pull request's text is made from no more. */
const mostCommits = 50

/** Remotes of a repository, in the order of its configuration. `insteadOf` is applied; passwords are left out. */
export async function listRemotes(git: GitRunner): Promise<GitRemote[]> {
  const names = (await git(['remote'])).split('\n').filter(Boolean)
  return Promise.all(
    names.map(async (name) => {
      // The name may begin with a dash only if git let it; `--` keeps it from being an option all the same.
      const url = firstLine(await git(['remote', 'get-url', '--', name]))
      const pushUrl = firstLine(await git(['remote', 'get-url', '--push', '--', name]))
      return { name, url: withoutPassword(url), pushUrl: withoutPassword(pushUrl) }
    }),
  )
}

/** What a pull request of a worktree's branch would be made from. */
export async function readBranchFacts(git: GitRunner, repository: WorkspaceRepository): Promise<BranchFacts> {
  const [head, remotes, branch, uncommittedFiles] = await Promise.all([
    headCommit(git),
    listRemotes(git),
    currentBranch(git, repository.branch),
    countUncommitted(git),
  ])
  const [pushRemote, since] = await Promise.all([readPushRemote(git, branch), startOf(git, repository)])
  const range = head === null ? null : since === null ? head : `${since}..${head}`
  const [commits, count] =
    range === null
      ? [[], '0']
      : await Promise.all([readCommits(git, range), git(['rev-list', '--count', range, '--'])])
  return { branch, head, remotes, pushRemote, commits, commitCount: Number(count), uncommittedFiles }
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? ''

/** `https://user:password@host/…` without user and password; other forms hold none. */
const withoutPassword = (url: string): string => url.replace(/^(https?:\/\/)[^/]*@/, '$1')

/** The branch that is checked out; the workspace's own while HEAD is detached. */
async function currentBranch(git: GitRunner, fallback: string): Promise<string> {
  const name = await git(['symbolic-ref', '--quiet', '--short', 'HEAD']).catch(() => '')
  return name.trim() || fallback
}

/** Where `git push` would send the branch, by git's own rules; null where nothing is set up. */
async function readPushRemote(git: GitRunner, branch: string): Promise<string | null> {
  for (const key of [`branch.${branch}.pushRemote`, 'remote.pushDefault', `branch.${branch}.remote`]) {
    const value = (await git(['config', '--get', key], { answer: 1 })).trim()
    // A dot is the repository itself, of a branch that follows a local one.
    if (value !== '' && value !== '.') return value
  }
  return null
}

/** The commit or branch whose commits are no part of the pull request; null when it is gone. */
async function startOf(git: GitRunner, repository: WorkspaceRepository): Promise<string | null> {
  for (const start of [repository.baseBranch, repository.baseCommit]) {
    const args = ['rev-parse', '--verify', '--quiet', `${start}^{commit}`]
    const commit = (await git(args, { answer: 1 })).trim()
    if (commit !== '') return commit
  }
  return null
}

async function readCommits(git: GitRunner, range: string): Promise<BranchFacts['commits']> {
  const format = '--format=%H%x00%s%x00%b%x00'
  const output = await git(['log', `--max-count=${mostCommits}`, format, range, '--'])
  const fields = output.split('\0').map((field) => field.replace(/^\n/, ''))
  return Array.from({ length: Math.floor(fields.length / 3) }, (_, index) => ({
    sha: fields[index * 3] ?? '',
    subject: fields[index * 3 + 1] ?? '',
    body: (fields[index * 3 + 2] ?? '').trim(),
  }))
}
