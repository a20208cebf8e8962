import type { MergedState, WorkspaceRepository } from '../../contracts/index.ts'
import { ownIdentity } from './own-identity.ts'
import type { GitRunner } from './runner.ts'

type Repository = MergedState['repositories'][number]

/**
 * Whether the base, or its branch at origin, has what a branch has: the same commits, the same changes one by one
 * (rebased, cherry-picked), or all of them as one (squashed).
 */
export async function mergedInto(git: GitRunner, repository: WorkspaceRepository): Promise<Repository> {
  const { repositoryId, name, branch, baseBranch } = repository
  const known = { repositoryId, repository: name, branch, base: baseBranch }
  const tip = await commitOf(git, `refs/heads/${branch}`)
  const bases = await Promise.all([
    commitOf(git, baseBranch),
    commitOf(git, `refs/remotes/origin/${baseBranch}`),
  ])
  const there = bases.filter((base) => base !== null)
  if (tip === null || there.length === 0) return { ...known, state: 'gone' }
  if (tip === repository.baseCommit) return { ...known, state: 'empty' }
  for (const base of there) if (await holds(git, base, tip)) return { ...known, state: 'merged' }
  return { ...known, state: 'unmerged' }
}

async function holds(git: GitRunner, base: string, tip: string): Promise<boolean> {
  const fork = (await git(['merge-base', base, tip]).catch(() => '')).trim()
  if (fork === '') return false
  if (fork === tip || (await allPicked(git, base, tip))) return true
  // One commit with all the changes of the branch; the same objects each time, since its dates are those of the tip.
  const date = (await git(['log', '-1', '--format=%ct +0000', tip])).trim()
  const env = { ...ownIdentity, GIT_AUTHOR_DATE: date }
  const squashed = await git(['commit-tree', `${tip}^{tree}`, '-p', fork, '-m', 'Squashed'], { env })
  return allPicked(git, base, squashed.trim())
}

const allPicked = async (git: GitRunner, base: string, tip: string): Promise<boolean> =>
  !(await git(['cherry', base, tip])).split('\n').some((line) => line.startsWith('+'))

const commitOf = async (git: GitRunner, name: string): Promise<string | null> =>
  (
    await git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]).catch(() => '')
  ).trim() || null
