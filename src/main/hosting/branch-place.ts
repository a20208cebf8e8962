import { Failure, type BranchFacts } from '../../contracts/index.ts'
import type { Located } from './accounts.ts'
import type { Forges } from './forges.ts'

/** Where a branch is pushed to, and where its pull request is made. */
export interface BranchPlace {
  remote: string
  /** Repository the branch is pushed to. */
  from: Located
  /** Repository it is to be merged into: another one where the branch is pushed to a fork. */
  into: Located
}

/** By convention the remote that a fork comes from. */
const upstream = 'upstream'

/** Throws `remote_not_configured`, `hosting_not_configured`. */
export function placeOfBranch(forges: Forges, facts: BranchFacts): BranchPlace {
  const { remotes, pushRemote, branch } = facts
  const remote =
    remotes.find(({ name }) => name === pushRemote) ??
    remotes.find(({ name }) => name === 'origin') ??
    (remotes.length === 1 ? remotes[0] : undefined)
  if (!remote)
    throw new Failure(
      'remote_not_configured',
      remotes.length === 0
        ? 'The repository has no remote'
        : `Which of the remotes ${branch} goes to has not been said: ${remotes.map(({ name }) => name).join(', ')}`,
      {
        hint:
          remotes.length === 0
            ? 'Add one on GitHub, GitLab or Gitea: git remote add origin <address>'
            : `Say it: git config branch.${branch}.remote <remote>`,
      },
    )
  const from = forges.locate(remote.pushUrl, remote.name)
  const parent = remotes.find(({ name }) => name === upstream && name !== remote.name)
  const into = parent ? forges.locate(parent.url, parent.name) : from
  // A parent elsewhere takes no pull requests from here.
  return { remote: remote.name, from, into: into.account.host === from.account.host ? into : from }
}
