import { Failure, type Branch, type BranchCheck, type RepositoryId } from '../../contracts/index.ts'
import { gitMessage, type GitRunner } from './runner.ts'

const branchFields = ['refname', 'objectname', 'committerdate:unix', 'worktreepath', 'symref']
const branchFormat = branchFields.map((field) => `%(${field})`).join('%00')

/** Lines of `for-each-ref` with the fields above. Symbolic refs such as origin/HEAD are left out. */
export function parseBranches(output: string): Branch[] {
  return output.split('\n').flatMap((line) => {
    const [ref = '', commit = '', seconds = '', worktree = '', symref = ''] = line.split('\0')
    if (!ref || symref) return []
    const remote = ref.startsWith('refs/remotes/')
    return {
      name: ref.replace(/^refs\/(heads|remotes)\//, ''),
      commit,
      remote,
      worktree: worktree || null,
      committedAt: Number(seconds) * 1000,
    }
  })
}

/** Local and remote-tracking branches, the most recently committed first. */
export async function listBranches(git: GitRunner): Promise<Branch[]> {
  const args = [
    'for-each-ref',
    '--sort=-committerdate',
    `--format=${branchFormat}`,
    'refs/heads',
    'refs/remotes',
  ]
  return parseBranches(await git(args))
}

/** The names of local branches. */
export async function localBranches(git: GitRunner): Promise<string[]> {
  const output = await git(['for-each-ref', '--format=%(refname)', 'refs/heads'])
  return output.split('\n').flatMap((ref) => (ref ? ref.slice('refs/heads/'.length) : []))
}

// Branches are files below .git/refs; two names that differ only in case are one file on these systems.
const foldsCase = process.platform === 'darwin' || process.platform === 'win32'
const fold = (name: string): string => (foldsCase ? name.toLowerCase() : name)

/** The branch that keeps `name` from being made: the same, or one that needs it as a folder or is its folder. */
export function conflictingBranch(existing: readonly string[], name: string): string | undefined {
  const wanted = fold(name)
  return existing.find((branch) => {
    const other = fold(branch)
    return other === wanted || other.startsWith(`${wanted}/`) || wanted.startsWith(`${other}/`)
  })
}

/** The first of `name-2`, `name-3`, … that is free in all of the lists. */
export function freeBranch(existing: readonly string[], name: string): string {
  // Where a branch `a` is in the way of `a/b`, no suffix helps: the folder part is replaced too.
  const parent = existing.find((branch) => fold(name).startsWith(`${fold(branch)}/`))
  const base = parent ? name.replaceAll('/', '-') : name
  if (parent && !conflictingBranch(existing, base)) return base
  for (let n = 2; ; n++) {
    const candidate = `${base}-${n}`
    if (!conflictingBranch(existing, candidate)) return candidate
  }
}

// A branch is a file, git's lock on it another with `.lock` behind its name; file systems end names at 255 bytes.
const longestPart = 240

/** Whether git takes `name` as a branch name; it expands `@`, `@{-1}` and the like, which no one means here. */
export async function isValidBranch(git: GitRunner, name: string): Promise<boolean> {
  if (name.split('/').some((part) => Buffer.byteLength(part) > longestPart)) return false
  if (['', '@', 'HEAD'].includes(name) || name.startsWith('-') || /@\{|[\u0000-\u001f\u007f]/.test(name))
    return false
  try {
    return (await git(['check-ref-format', '--branch', name])).trim() === name
  } catch {
    // The exit status is the answer.
    return false
  }
}

/** Whether a new branch of this name can be made in one repository. */
export async function checkBranch(
  git: GitRunner,
  repository: { repositoryId: RepositoryId; name: string },
  branch: string,
): Promise<BranchCheck> {
  const base = { repositoryId: repository.repositoryId, repository: repository.name, branch }
  if (!(await isValidBranch(git, branch)))
    return {
      ...base,
      result: 'invalid',
      message: `"${branch}" is not a branch name git accepts`,
      suggestion: null,
    }
  const existing = await localBranches(git)
  const other = conflictingBranch(existing, branch)
  if (!other) return { ...base, result: 'free', message: null, suggestion: null }
  const message =
    other === branch
      ? `Branch ${branch} exists in ${repository.name}`
      : `Branch ${other} in ${repository.name} is in the way of ${branch}`
  return { ...base, result: 'exists', message, suggestion: freeBranch(existing, branch) }
}

/** The commit a branch, tag or hash names. Throws invalid_input when it names none. */
export async function resolveCommit(git: GitRunner, revision: string, repository: string): Promise<string> {
  try {
    return (await git(['rev-parse', '--verify', '--end-of-options', `${revision}^{commit}`])).trim()
  } catch (error) {
    throw new Failure('invalid_input', `${repository} has no branch or commit ${revision}`, {
      hint: 'Choose one of its branches.',
      details: { path: 'baseBranch', git: gitMessage(error) },
      cause: error,
    })
  }
}
