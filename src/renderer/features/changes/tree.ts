import type { ChangedFile } from '../../../contracts/index.ts'

/** A line of the file tree: a folder (several levels in one where each holds only the next) or a file. */
export type TreeLine =
  | { kind: 'folder'; path: string; name: string; depth: number; open: boolean; files: number }
  | { kind: 'file'; path: string; name: string; depth: number; file: ChangedFile }

interface Folder {
  folders: Map<string, Folder>
  files: { name: string; file: ChangedFile }[]
}

const emptyFolder = (): Folder => ({ folders: new Map(), files: [] })

function folderOf(files: readonly ChangedFile[]): Folder {
  const root = emptyFolder()
  for (const file of files) {
    const parts = file.path.split('/')
    const name = parts.pop() ?? file.path
    let at = root
    for (const part of parts) {
      const next = at.folders.get(part) ?? emptyFolder()
      at.folders.set(part, next)
      at = next
    }
    at.files.push({ name, file })
  }
  return root
}

const countFiles = (folder: Folder): number =>
  folder.files.length + [...folder.folders.values()].reduce((sum, inner) => sum + countFiles(inner), 0)

const byName = (a: string, b: string): number =>
  a.localeCompare(b, 'en', { numeric: true, sensitivity: 'base' })

/** The tree as lines, folders before files, the inside of `closed` folders left out. */
export function treeLines(files: readonly ChangedFile[], closed: ReadonlySet<string>): TreeLine[] {
  const lines: TreeLine[] = []
  const visit = (folder: Folder, path: string, depth: number): void => {
    for (const [name, inner] of [...folder.folders].toSorted(([a], [b]) => byName(a, b))) {
      let label = name
      let at = inner
      while (at.files.length === 0 && at.folders.size === 1) {
        const [only] = at.folders
        if (!only) break
        label += `/${only[0]}`
        at = only[1]
      }
      const full = path + label
      const open = !closed.has(full)
      lines.push({ kind: 'folder', path: full, name: label, depth, open, files: countFiles(at) })
      if (open) visit(at, `${full}/`, depth + 1)
    }
    for (const { name, file } of folder.files.toSorted((a, b) => byName(a.name, b.name)))
      lines.push({ kind: 'file', path: file.path, name, depth, file })
  }
  visit(folderOf(files), '', 0)
  return lines
}

/** Files whose path holds every word of `filter`, without regard to case. */
export function filterFiles(files: readonly ChangedFile[], filter: string): readonly ChangedFile[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return files
  return files.filter((file) => words.every((word) => file.path.toLowerCase().includes(word)))
}
