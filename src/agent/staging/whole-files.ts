import { Failure, type ChosenFile } from '../../contracts/index.ts'
import { nulList, type GitRunner } from '../git/index.ts'
import { submoduleMode } from './contents.ts'
import { indexEntries } from './write-files.ts'

/** Both names of a file, where it was renamed. */
export const namesOf = ({ path, oldPath }: ChosenFile): string[] =>
  oldPath === null ? [path] : [path, oldPath]

/** Names of whole files that git knows or finds: `git add` refuses the others. */
export async function known(git: GitRunner, whole: readonly ChosenFile[]): Promise<string[]> {
  const names = whole.flatMap(namesOf)
  const found = await Promise.all(
    names.map(async (name) =>
      (await git(['--literal-pathspecs', 'ls-files', '--cached', '--others', '-z', '--', name])) === ''
        ? []
        : [name],
    ),
  )
  const wantedNames = found.flat()
  const missing = whole.find(({ path }) => !wantedNames.includes(path))
  if (missing && !namesOf(missing).some((name) => wantedNames.includes(name))) throw notThere(missing.path)
  return wantedNames
}

const notThere = (path: string): Failure =>
  new Failure('invalid_input', `There is no file ${path}, and git knows of none`, {
    details: { path: 'path' },
  })

/** The changed files that whole paths (of files or folders) stand for. */
export async function expanded(git: GitRunner, whole: readonly ChosenFile[]): Promise<string[]> {
  if (whole.length === 0) return []
  const names = whole.flatMap(namesOf)
  const [changed, untracked] = await Promise.all([
    git(['--literal-pathspecs', 'diff', '--name-only', '--no-renames', '-z', 'HEAD', '--', ...names]),
    git(['--literal-pathspecs', 'ls-files', '--others', '--exclude-standard', '-z', '--', ...names]),
  ])
  const staged = await git([
    '--literal-pathspecs',
    'diff',
    '--cached',
    '--name-only',
    '--no-renames',
    '-z',
    'HEAD',
    '--',
    ...names,
  ])
  const files = [...new Set([changed, untracked, staged].flatMap(nulList))]
  if (files.length === 0)
    throw new Failure('invalid_input', `${names[0]} has no uncommitted changes`, {
      details: { path: 'path' },
    })
  return files
}

/** Throws `invalid_input` for a submodule: git would put back what points to it, and not what is in it. */
export async function refuseSubmodules(git: GitRunner, names: readonly string[]): Promise<void> {
  if (names.length === 0) return
  for (const [path, entry] of await indexEntries(git, names))
    if (entry?.mode === submoduleMode)
      throw new Failure('invalid_input', `${path} is a submodule, which has changes of its own`, {
        hint: `Discard them inside of it, or put it back with: git submodule update -- ${path}`,
        details: { path },
      })
}

/** Files that HEAD has become what they are there, others go. */
export async function discardWhole(git: GitRunner, names: readonly string[]): Promise<void> {
  if (names.length === 0) return
  // Known to the index, all of them are git's to put back or take away; their content is in the backup.
  await git(['--literal-pathspecs', 'add', '--all', '--', ...(await present(git, names))])
  await git([
    '--literal-pathspecs',
    'restore',
    '--source=HEAD',
    '--staged',
    '--worktree',
    '--',
    ...(await restorable(git, names)),
  ])
}

const present = async (git: GitRunner, names: readonly string[]): Promise<string[]> => {
  const args = ['--literal-pathspecs', 'ls-files', '--cached', '--others', '--exclude-standard', '-z', '--']
  const there = new Set(nulList(await git([...args, ...names])))
  return names.filter((name) => there.has(name))
}

const restorable = async (git: GitRunner, names: readonly string[]): Promise<string[]> => {
  const [indexed, committed] = await Promise.all([
    git(['--literal-pathspecs', 'ls-files', '-z', '--', ...names]),
    git(['--literal-pathspecs', 'ls-tree', '-r', '-z', '--name-only', 'HEAD', '--', ...names]),
  ])
  const there = new Set([indexed, committed].flatMap(nulList))
  return names.filter((name) => there.has(name))
}
