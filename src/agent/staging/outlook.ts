import type { CommitOutlook, WorkspaceRepository } from '../../contracts/index.ts'
import { headCommit, mergeBase, nulList, type GitRunner } from '../git/index.ts'
import { isPushed, stagedPaths } from './commit-repository.ts'

/** So many messages tell how they look in a repository. */
const newestSubjects = 20
/** Paths told of; whoever has more looks at the changes. */
const mostPaths = 5_000

/** What a commit in a repository would be about. */
export async function outlookOf(git: GitRunner, repository: WorkspaceRepository): Promise<CommitOutlook> {
  const [head, base, staged, changed, untracked] = await Promise.all([
    headCommit(git),
    mergeBase(git, repository),
    stagedPaths(git),
    git(['diff', '--name-only', '--no-renames', '-z']),
    git(['ls-files', '--others', '--exclude-standard', '-z']),
  ])
  const subjects = head ? await git(['log', '-z', `--max-count=${newestSubjects}`, '--format=%s']) : ''
  const own = head !== null && head !== base
  return {
    repositoryId: repository.repositoryId,
    repository: repository.name,
    staged: staged.slice(0, mostPaths),
    unstaged: [...new Set([...nulList(changed), ...nulList(untracked)])].slice(0, mostPaths),
    last: own
      ? {
          sha: head,
          message: (await git(['log', '--max-count=1', '--format=%B'])).trim(),
          pushed: await isPushed(git),
        }
      : null,
    subjects: nulList(subjects),
  }
}
