import type {
  FileStatus,
  FolderContents,
  FolderEntry,
  RepositoryId,
  WorkspaceRepository,
} from '../../../../contracts/index.ts'

/** A line of the tree: a repository, a file or folder, or what stands for a folder's missing content. */
export interface TreeLine {
  /** Unique in the tree. */
  key: string
  repositoryId: RepositoryId
  path: string
  name: string
  depth: number
  kind: 'repository' | FolderEntry['kind'] | 'note'
  open: boolean
  ignored: boolean
  link: string | null
  /** A folder has the most telling one of what is in it. */
  status: FileStatus | null
}

export const folderKey = (repositoryId: RepositoryId, path: string): string => `${repositoryId}:${path}`

export interface TreeInput {
  repositories: readonly Pick<WorkspaceRepository, 'repositoryId' | 'name'>[]
  folders: ReadonlyMap<string, FolderContents>
  open: ReadonlySet<string>
  /** By `folderKey` of the path. */
  statuses: ReadonlyMap<string, FileStatus>
  showIgnored: boolean
}

/** The tree as lines. With one repository its entries stand at the top, without it. */
export function treeLines(input: TreeInput): TreeLine[] {
  const lines: TreeLine[] = []
  const single = input.repositories.length === 1
  for (const { repositoryId, name } of input.repositories) {
    const key = folderKey(repositoryId, '')
    if (!single)
      lines.push({
        ...plain(repositoryId, '', name, 0),
        kind: 'repository',
        open: input.open.has(key),
        status: input.statuses.get(key) ?? null,
      })
    if (single || input.open.has(key)) addFolder(input, lines, repositoryId, '', single ? 0 : 1)
  }
  return lines
}

function addFolder(
  input: TreeInput,
  lines: TreeLine[],
  repositoryId: RepositoryId,
  path: string,
  depth: number,
): void {
  const contents = input.folders.get(folderKey(repositoryId, path))
  const note = (name: string): void => {
    const line = plain(repositoryId, path, name, depth)
    lines.push({ ...line, key: `${line.key} note`, kind: 'note' })
  }
  if (!contents) return note('Loading…')
  const shown = contents.entries.filter((entry) => input.showIgnored || !entry.ignored)
  for (const entry of shown) {
    const at = path === '' ? entry.name : `${path}/${entry.name}`
    const key = folderKey(repositoryId, at)
    const open = entry.kind === 'folder' && input.open.has(key)
    lines.push({
      ...plain(repositoryId, at, entry.name, depth),
      kind: entry.kind,
      open,
      ignored: entry.ignored,
      link: entry.link,
      status: input.statuses.get(key) ?? null,
    })
    if (open) addFolder(input, lines, repositoryId, at, depth + 1)
  }
  if (contents.truncated) note(`Only the first ${contents.entries.length} entries`)
  else if (shown.length === 0) note(contents.entries.length === 0 ? 'Empty' : 'Only ignored files')
}

const plain = (repositoryId: RepositoryId, path: string, name: string, depth: number): TreeLine => ({
  key: folderKey(repositoryId, path),
  repositoryId,
  path,
  name,
  depth,
  kind: 'file',
  open: false,
  ignored: false,
  link: null,
  status: null,
})

/** What weighs most comes first: a folder with a conflict in it says so. */
const weights: readonly FileStatus[] = ['U', 'M', 'R', 'T', 'A', 'D']

/** Each changed file's status, and for the folders above it the heaviest; deleted files only mark their folders. */
export function statusMap(
  repositoryId: RepositoryId,
  files: readonly { path: string; status: FileStatus }[],
  into: Map<string, FileStatus>,
): void {
  for (const { path, status } of files) {
    into.set(folderKey(repositoryId, path), status)
    for (let at = path.lastIndexOf('/'); at >= 0; at = path.lastIndexOf('/', at - 1))
      raise(into, folderKey(repositoryId, path.slice(0, at)), status)
    raise(into, folderKey(repositoryId, ''), status)
  }
}

function raise(into: Map<string, FileStatus>, key: string, status: FileStatus): void {
  const before = into.get(key)
  // A folder with something deleted in it was changed.
  const mark = status === 'D' ? 'M' : status
  if (before === undefined || weights.indexOf(mark) < weights.indexOf(before)) into.set(key, mark)
}

/** The folders above a path, outermost first; the repository itself too. */
export function foldersAbove(repositoryId: RepositoryId, path: string): string[] {
  const keys = [folderKey(repositoryId, '')]
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1))
    keys.push(folderKey(repositoryId, path.slice(0, at)))
  return keys
}
