import type { Backup, WorkspaceId, WorkspaceRepository } from '../../contracts/index.ts'
import { backupOf, freeBackupRef } from './backup.ts'
import { headCommit } from './head.ts'
import { ownIdentity } from './own-identity.ts'
import { nulList, type GitRunner } from './runner.ts'

export interface FileToKeep {
  /** Relative to the worktree. */
  path: string
  bytes: Buffer
  /** Permissions; null for a symbolic link, whose bytes are what it says. */
  mode: number | null
}

const modeTrailer = 'Switchyard-Mode: '
const link = '120000'
const gitMode = (mode: number | null): string =>
  mode === null ? link : (mode & 0o100) === 0 ? '100644' : '100755'
/** What a file gets that is checked out; other permissions git does not keep. */
const usual = (mode: number | null): boolean => mode === null || mode === 0o644 || mode === 0o755

/**
 * Keeps files byte for byte, ignored ones too, in a commit on a backup ref, whose parent is HEAD and whose tree is
 * HEAD's with exactly these files at `path`. No filter of the user's is run. Touches neither index nor files.
 */
export async function keepFiles(
  git: GitRunner,
  repository: WorkspaceRepository,
  kept: { workspaceId: WorkspaceId; now: number; path: string; title: string; files: readonly FileToKeep[] },
): Promise<Backup> {
  const [head, ref] = await Promise.all([headCommit(git), freeBackupRef(git, kept.workspaceId, kept.now)])
  const modes = kept.files
    .filter(({ mode }) => !usual(mode))
    .map(({ mode, path }) => `${modeTrailer}${(mode ?? 0).toString(8)} ${JSON.stringify(path)}`)
  const { GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email } = ownIdentity
  const stream = [
    `commit ${ref}\ncommitter ${name} <${email}> ${Math.floor(kept.now / 1000)} +0000\n`,
    ...data(Buffer.from([kept.title, '', ...modes].join('\n'))),
    head === null ? '' : `from ${head}\n`,
    head === null ? '' : `D ${quoted(kept.path)}\n`,
    ...kept.files.flatMap(({ path, bytes, mode }) => [
      `M ${gitMode(mode)} inline ${quoted(path)}\n`,
      ...data(bytes),
    ]),
    'done\n',
  ].map((part) => (typeof part === 'string' ? Buffer.from(part) : part))
  // Refuses to move a ref that somebody has made meanwhile.
  await git(['fast-import', '--quiet', '--done'], { input: Buffer.concat(stream) })
  const commit = (await git(['rev-parse', '--verify', ref])).trim()
  return { ...backupOf(repository, ref), commit, files: kept.files.length }
}

const data = (bytes: Buffer): (Buffer | string)[] => [`data ${bytes.length}\n`, bytes, '\n']

/** A path as `fast-import` takes it, whatever characters it has (git-fast-import(1), "filemodify"). */
const quoted = (path: string): string =>
  `"${path.replaceAll(/["\\\n]/g, (mark) => (mark === '\n' ? String.raw`\n` : `\\${mark}`))}"`

/** The files a backup holds at `path` and below, one after the other, as they were. */
export async function* keptFiles(git: GitRunner, ref: string, path: string): AsyncGenerator<FileToKeep> {
  const [listing, message] = await Promise.all([
    git(['--literal-pathspecs', 'ls-tree', '-r', '-z', ref, '--', path]),
    git(['log', '-1', '--format=%B', ref, '--']),
  ])
  const modes = new Map(message.split('\n').flatMap(modeLine))
  for (const entry of nulList(listing)) {
    const [about = '', name = ''] = entry.split('\t')
    const [mode = '', type, object = ''] = about.split(' ')
    if (type !== 'blob') continue
    const bytes = await git.bytes(['show', object])
    const plain = mode === '100755' ? 0o755 : 0o644
    yield { path: name, bytes, mode: mode === link ? null : (modes.get(name) ?? plain) }
  }
}

function modeLine(line: string): [string, number][] {
  const found = /^Switchyard-Mode: ([0-7]+) (".*")$/.exec(line)
  return found ? [[JSON.parse(found[2] as string) as string, Number.parseInt(found[1] as string, 8)]] : []
}
