import type { ChangedFile, CommitResult, RepositoryDiff, RepositoryId } from '../../../../contracts/index.ts'
import { count } from '../../../app/index.ts'
import { say, type Answer, type AnswerLine } from './answer.ts'

const shortSha = 10
/** Lines of an answer; whoever wants all looks at the changes. */
const mostLines = 100

const only = (diffs: readonly RepositoryDiff[], id: RepositoryId | null): RepositoryDiff[] =>
  diffs.filter(({ repositoryId }) => id === null || repositoryId === id)

/** With several repositories a path alone says too little. */
const line = (
  diffs: readonly RepositoryDiff[],
  { repository }: RepositoryDiff,
  file: ChangedFile,
): AnswerLine => ({
  code: `${file.status} ${diffs.length > 1 ? `${repository}/` : ''}${file.path}`,
  text: file.binary ? 'binary' : `+${file.added} −${file.removed}`,
})

/** What differs from the merge base, in all repositories or in one. */
export function diffAnswer(all: readonly RepositoryDiff[], repositoryId: RepositoryId | null): Answer {
  const diffs = only(all, repositoryId)
  const files = diffs.flatMap((diff) => diff.files.map((file) => line(diffs, diff, file)))
  if (files.length === 0) return say(`Nothing differs from ${bases(diffs)}.`)
  const added = diffs.reduce((sum, diff) => sum + diff.added, 0)
  const removed = diffs.reduce((sum, diff) => sum + diff.removed, 0)
  return say(`${count(files.length, 'file')} changed since ${bases(diffs)}, +${added} −${removed}.`, {
    lines: files.slice(0, mostLines),
  })
}

const bases = (diffs: readonly RepositoryDiff[]): string =>
  [...new Set(diffs.map(({ baseBranch }) => baseBranch))].join(' and ')

/** Branch and uncommitted files of each repository. */
export function statusAnswer(all: readonly RepositoryDiff[], repositoryId: RepositoryId | null): Answer {
  const diffs = only(all, repositoryId)
  const title = diffs
    .map(({ repository, branch, uncommittedFiles }) => {
      const files =
        uncommittedFiles === 0 ? 'everything committed' : `${count(uncommittedFiles, 'file')} uncommitted`
      return `${repository} is on ${branch}, ${files}.`
    })
    .join(' ')
  const lines = diffs.flatMap((diff) =>
    diff.files.filter(({ uncommitted }) => uncommitted).map((file) => line(diffs, diff, file)),
  )
  return say(title, { lines: lines.slice(0, mostLines) })
}

export const commitAnswer = ({ commits }: CommitResult): Answer =>
  say(
    `Committed ${commits
      .map(
        ({ sha, files, repository }) =>
          `${count(files, 'file')} as ${sha.slice(0, shortSha)} in ${repository}`,
      )
      .join(', ')}. Nothing was pushed.`,
  )
