import { Failure, type Workspace, type WorkspaceRepository } from '../../contracts/index.ts'
import { gitFolderOf, operationIn } from '../git/index.ts'
import type { Act, ActEnd, RemotesDeps } from './act.ts'
import { readConflicts } from './conflicts.ts'
import { cleanOutput, explainFailure } from './explain.ts'
import { count } from './pre-checks.ts'

/**
 * Goes on with what git has half done: files in conflict that are ready are marked resolved, then git continues. It
 * may stop at the next conflict. Throws `nothing_in_progress`, `merge_conflict` naming what is left, `git_act_failed`.
 */
export async function continueOperation(
  { records }: Pick<RemotesDeps, 'records'>,
  { git, long }: Pick<Act, 'git' | 'long'>,
  workspace: Workspace,
  repository: WorkspaceRepository,
): Promise<ActEnd> {
  const found = await readConflicts(git, repository)
  if (found === null) throw new Failure('nothing_in_progress', `Nothing is under way in ${repository.name}`)
  const open = found.files.filter(({ ready }) => !ready).map(({ path }) => path)
  if (open.length > 0)
    throw new Failure(
      'merge_conflict',
      `${count(open.length, 'file')} of ${repository.name} ${open.length === 1 ? 'is' : 'are'} still in conflict`,
      {
        hint: 'Take the markers out, or choose a side for each file.',
        details: { files: open.slice(0, 100) },
      },
    )
  if (found.files.length > 0) await git(['add', '--', ...found.files.map(({ path }) => `:(literal)${path}`)])
  const result = await long([found.kind, '--continue'], 'hooks')
  const output = cleanOutput(result.output)
  const left = operationIn(await gitFolderOf(git))
  const name = `${found.kind} of ${repository.branch}`
  if (left === null) {
    records.remove(workspace.id, repository.repositoryId)
    return { outcome: 'done', message: `The ${name} is done`, output }
  }
  records.wait(workspace.id, repository.repositoryId)
  const next = await readConflicts(git, repository)
  if (next !== null && next.files.length > 0)
    return {
      outcome: 'conflict',
      message: `The ${name} stopped at the next conflicts, in ${count(next.files.length, 'file')}`,
      output,
    }
  throw explainFailure(capital(found.kind), result, { repository: repository.name, remote: null, url: null })
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
