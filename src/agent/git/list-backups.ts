import { FileStatus, WorkspaceId } from '../../contracts/index.ts'
import { readKept } from './bring-back.ts'
import { nulList, type GitRunner } from './runner.ts'

export interface ListedBackup {
  ref: string
  commit: string
  workspaceId: WorkspaceId
  createdAt: number
  title: string
}

const format = [
  '%(refname)',
  '%(objectname)',
  '%(objecttype)',
  '%(committerdate:unix)',
  '%(contents:subject)',
]

/** All backups in a repository, newest first. Refs of another form are not ours and left out. */
export async function listBackups(git: GitRunner): Promise<ListedBackup[]> {
  const listing = await git([
    'for-each-ref',
    '--sort=-committerdate',
    '--sort=-refname',
    `--format=${format.join('%00')}`,
    'refs/switchyard/backup',
  ])
  return listing.split('\n').flatMap((line) => {
    const [ref = '', commit = '', type, seconds, title = ''] = line.split('\0')
    const id = WorkspaceId.safeParse(ref.split('/')[3])
    if (!id.success || type !== 'commit' || ref.split('/').length < 5) return []
    return { ref, commit, workspaceId: id.data, createdAt: Number(seconds) * 1_000, title }
  })
}

/** What a backup holds against the commit that was checked out under it. */
export async function backupFiles(
  git: GitRunner,
  ref: string,
): Promise<{ status: FileStatus; path: string }[]> {
  const { commit, head } = await readKept(git, ref)
  const base = head === null || head === commit ? await parentOf(git, commit) : head
  const fields = nulList(await git(['diff-tree', '-r', '-z', '--name-status', '--no-renames', base, commit]))
  return fields.flatMap((status, at) =>
    at % 2 === 0 ? { status: FileStatus.catch('M').parse(status), path: fields[at + 1] ?? '' } : [],
  )
}

/** For a backup of commits alone: what its last commit changed. */
const parentOf = async (git: GitRunner, commit: string): Promise<string> =>
  (await git(['rev-parse', '--verify', '--quiet', `${commit}^1`]).catch(() => '')).trim() ||
  (await git(['mktree'])).trim()
