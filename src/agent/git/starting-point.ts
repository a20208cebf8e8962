import { Failure } from '../../contracts/index.ts'
import { isValidBranch, resolveCommit } from './branches.ts'
import type { GitRunner } from './runner.ts'

/** From where a new branch starts, and the names it cannot have. */
export interface StartingPoint {
  baseBranch: string
  baseCommit: string
  localBranches: string[]
}

const format = '%(refname)%00%(objectname)%00%(symref)%00%(HEAD)'

interface Refs {
  /** Local branch → commit. */
  local: Map<string, string>
  /** Branch that origin/HEAD stands for. */
  originHead: string | undefined
  current: string | undefined
}

/** Output of `for-each-ref` with the format above. */
export function parseRefs(output: string): Refs {
  const refs: Refs = { local: new Map(), originHead: undefined, current: undefined }
  for (const line of output.split('\n')) {
    const [ref = '', commit = '', symref = '', head = ''] = line.split('\0')
    if (ref === 'refs/remotes/origin/HEAD') refs.originHead = symref.replace(/^refs\/remotes\/origin\//, '')
    if (!ref.startsWith('refs/heads/')) continue
    const name = ref.slice('refs/heads/'.length)
    refs.local.set(name, commit)
    if (head === '*') refs.current = name
  }
  return refs
}

/** The branch work starts from when nobody says: what origin calls its default, else the checked-out one, else main or master. */
export const defaultBranchOf = ({ local, originHead, current }: Refs): string | undefined =>
  [originHead, current, 'main', 'master'].find((name) => name !== undefined && local.has(name))

/**
 * One look at a repository for a new workspace, in a single git call where the base is a local branch.
 * `base` null means the default branch, else HEAD. Throws `invalid_input` when the base names no commit.
 */
export async function readStartingPoint(
  git: GitRunner,
  repository: string,
  base: string | null,
): Promise<StartingPoint> {
  const output = await git(['for-each-ref', `--format=${format}`, 'refs/heads', 'refs/remotes/origin/HEAD'])
  const refs = parseRefs(output)
  const wanted = base ?? defaultBranchOf(refs) ?? 'HEAD'
  const baseCommit = refs.local.get(wanted) ?? (await resolveCommit(git, wanted, repository))
  // What means something else in the worktree, such as HEAD or main~2, is kept as the commit it names here.
  const baseBranch = /^(HEAD|@)$|[~^:]|@\{/.test(wanted) ? baseCommit : wanted
  return { baseBranch, baseCommit, localBranches: [...refs.local.keys()] }
}

/** Throws `name_invalid` when git does not take `name` as a branch name. */
export async function checkBranchName(git: GitRunner, name: string): Promise<void> {
  if (await isValidBranch(git, name)) return
  throw new Failure('name_invalid', `${JSON.stringify(name)} is not a branch name git accepts`, {
    hint: 'Use letters, digits, "-", "_", "." and "/", without spaces.',
    details: { path: 'branch' },
  })
}
