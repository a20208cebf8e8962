import { dirname } from 'node:path'
import { WorkspaceId } from '../../contracts/index.ts'
import type { GitRunner } from './runner.ts'

export interface HiddenRef {
  name: string
  workspaceId: WorkspaceId
  /** Milliseconds since the epoch. */
  createdAt: number
  /** First line of what it was made with. */
  title: string
}

const format = '%(refname)%00%(committerdate:unix)%00%(contents:subject)'

/** Our hidden refs in a repository, for whichever workspace: backups, snapshots of turns and what was last
 * seen, oldest first. */
export async function listHiddenRefs(git: GitRunner): Promise<HiddenRef[]> {
  const listing = await git([
    'for-each-ref',
    '--sort=committerdate',
    `--format=${format}`,
    'refs/switchyard/backup',
    'refs/switchyard/turns',
    'refs/switchyard/seen',
  ])
  return listing.split('\n').flatMap((line) => {
    const [name = '', seconds, title = ''] = line.split('\0')
    const id = WorkspaceId.safeParse(name.split('/')[3])
    return id.success ? [{ name, workspaceId: id.data, createdAt: Number(seconds) * 1_000, title }] : []
  })
}

export async function deleteRefs(git: GitRunner, names: readonly string[]): Promise<void> {
  for (const name of names) await git(['update-ref', '-d', name])
}

/** The repository a worktree belongs to, and its branch (null when detached). Throws when there is none. */
export async function ownerOf(git: GitRunner): Promise<{ source: string; branch: string | null }> {
  const common = (await git(['rev-parse', '--path-format=absolute', '--git-common-dir'])).trim()
  const branch = (await git(['branch', '--show-current'])).trim()
  return { source: common.endsWith('/.git') ? dirname(common) : common, branch: branch || null }
}
