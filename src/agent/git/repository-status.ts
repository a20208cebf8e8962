import type { RepositoryStatus, WorkspaceRepository } from '../../contracts/index.ts'
import { gitMessage, nulList, type GitRunner } from './runner.ts'

type Counts = Pick<RepositoryStatus, 'staged' | 'changed' | 'untracked' | 'conflicted'>

interface Parsed extends Counts {
  branch: string | null
  upstream: RepositoryStatus['upstream']
  /** False on a branch without commits. */
  committed: boolean
}

/** `git status --porcelain=v2 --branch -z --untracked-files=all`, counted. */
export function parseStatusCounts(output: string): Parsed {
  const parsed: Parsed = {
    branch: null,
    upstream: null,
    committed: true,
    staged: 0,
    changed: 0,
    untracked: 0,
    conflicted: 0,
  }
  let upstream = ''
  const entries = nulList(output)
  for (let at = 0; at < entries.length; at++) {
    const entry = entries[at] ?? ''
    if (entry.startsWith('# branch.oid ')) parsed.committed = !entry.endsWith('(initial)')
    else if (entry.startsWith('# branch.head ')) {
      const name = entry.slice('# branch.head '.length)
      parsed.branch = name === '(detached)' ? null : name
    } else if (entry.startsWith('# branch.upstream ')) upstream = entry.slice('# branch.upstream '.length)
    else if (entry.startsWith('# branch.ab ')) {
      const [ahead = 0, behind = 0] = entry.slice('# branch.ab '.length).split(' ').map(Number)
      parsed.upstream = { name: upstream, ahead, behind: Math.abs(behind) }
    } else if (entry.startsWith('? ')) parsed.untracked++
    else if (entry.startsWith('u ')) parsed.conflicted++
    else if (entry.startsWith('1 ') || entry.startsWith('2 ')) {
      if (entry[2] !== '.') parsed.staged++
      if (entry[3] !== '.') parsed.changed++
      // The old name of a rename stands alone behind it.
      if (entry.startsWith('2 ')) at++
    }
  }
  return parsed
}

/** How a worktree stands against its index, HEAD, base and upstream. What git cannot tell is an `error`. */
export async function repositoryStatus(
  git: GitRunner,
  { repositoryId, name, baseBranch }: WorkspaceRepository,
): Promise<RepositoryStatus> {
  const nothing = { branch: null, staged: 0, changed: 0, untracked: 0, conflicted: 0 }
  const known = { repositoryId, repository: name }
  try {
    const args = ['status', '--porcelain=v2', '--branch', '-z', '--untracked-files=all']
    const { committed, ...counts } = parseStatusCounts(await git(args))
    const base = committed ? await distance(git, baseBranch) : null
    return { ...known, ...counts, base, error: null }
  } catch (error) {
    return { ...known, ...nothing, base: null, upstream: null, error: gitMessage(error) }
  }
}

/** Commits of HEAD that `name` lacks, and the other way round; null when there is no such branch any more. */
async function distance(git: GitRunner, name: string): Promise<RepositoryStatus['base']> {
  const commit = await git([
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${name}^{commit}`,
  ]).catch(() => '')
  if (commit.trim() === '') return null
  const counted = await git(['rev-list', '--left-right', '--count', `HEAD...${commit.trim()}`])
  const [ahead = 0, behind = 0] = counted.trim().split(/\s+/).map(Number)
  return { name, ahead, behind }
}
