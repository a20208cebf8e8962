import { byPlace, type ChangedEntry } from './changed-entry.ts'

/** A line of the file tree: a folder (several levels in one where each holds only the next) or a file. */
export type TreeLine =
  | {
      kind: 'folder'
      key: string
      name: string
      depth: number
      open: boolean
      files: number
      repository: boolean
    }
  | { kind: 'file'; key: string; name: string; depth: number; entry: ChangedEntry }

interface Folder {
  folders: Map<string, Folder>
  files: { name: string; entry: ChangedEntry }[]
}

const emptyFolder = (): Folder => ({ folders: new Map(), files: [] })

function folderOf(entries: readonly ChangedEntry[]): Folder {
  const root = emptyFolder()
  for (const entry of entries) {
    const parts = entry.file.path.split('/')
    const name = parts.pop() ?? entry.file.path
    let at = root
    for (const part of parts) {
      const next = at.folders.get(part) ?? emptyFolder()
      at.folders.set(part, next)
      at = next
    }
    at.files.push({ name, entry })
  }
  return root
}

const countFiles = (folder: Folder): number =>
  folder.files.length + [...folder.folders.values()].reduce((sum, inner) => sum + countFiles(inner), 0)

/**
 * The tree as lines, folders before files, the inside of `closed` folders left out. `byRepository` puts each
 * repository's files in a folder of its own.
 */
export function treeLines(
  entries: readonly ChangedEntry[],
  closed: ReadonlySet<string>,
  byRepository: boolean,
): TreeLine[] {
  const lines: TreeLine[] = []
  const visit = (folder: Folder, key: string, depth: number): void => {
    for (const [name, inner] of [...folder.folders].toSorted(([a], [b]) => byPlace(a, b))) {
      let label = name
      let at = inner
      while (at.files.length === 0 && at.folders.size === 1) {
        const [only] = at.folders
        if (!only) break
        label += `/${only[0]}`
        at = only[1]
      }
      const full = `${key}${label}`
      const open = !closed.has(full)
      const files = countFiles(at)
      lines.push({ kind: 'folder', key: full, name: label, depth, open, files, repository: false })
      if (open) visit(at, `${full}/`, depth + 1)
    }
    for (const { name, entry } of folder.files.toSorted((a, b) => byPlace(a.name, b.name)))
      lines.push({ kind: 'file', key: entry.id, name, depth, entry })
  }
  for (const [repositoryId, group] of Map.groupBy(entries, ({ repository }) => repository.repositoryId)) {
    if (!byRepository) {
      visit(folderOf(group), `${repositoryId}/`, 0)
      continue
    }
    const open = !closed.has(repositoryId)
    const name = group[0]?.repository.repository ?? repositoryId
    lines.push({
      kind: 'folder',
      key: repositoryId,
      name,
      depth: 0,
      open,
      files: group.length,
      repository: true,
    })
    if (open) visit(folderOf(group), `${repositoryId}/`, 1)
  }
  return lines
}
