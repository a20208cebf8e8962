import type { ChangedFile, RepositoryDiff } from '../../../contracts/index.ts'

/** A changed file among those of all repositories shown. */
export interface ChangedEntry {
  /** Unique on the screen. */
  id: string
  repository: RepositoryDiff
  file: ChangedFile
}

/** In the order of the tree: the diffs below one another follow it. */
export const entriesOf = (repositories: readonly RepositoryDiff[]): ChangedEntry[] =>
  repositories.flatMap((repository) =>
    repository.files
      .toSorted((a, b) => byPlace(a.path, b.path))
      .map((file) => ({ id: `${repository.repositoryId}/${file.path}`, repository, file })),
  )

const byName = (a: string, b: string): number => collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0)
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** Folders before files, numbers by value. */
export function byPlace(a: string, b: string): number {
  const [ours, theirs] = [a.split('/'), b.split('/')]
  for (let at = 0; at < Math.min(ours.length, theirs.length); at++) {
    const [endsA, endsB] = [at === ours.length - 1, at === theirs.length - 1]
    if (endsA !== endsB) return endsA ? 1 : -1
    const order = byName(ours[at] ?? '', theirs[at] ?? '')
    if (order !== 0) return order
  }
  return ours.length - theirs.length
}

/** Entries whose path holds every word of `filter`, without regard to case. */
export function filterEntries(entries: readonly ChangedEntry[], filter: string): readonly ChangedEntry[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return entries
  return entries.filter(({ file, repository }) => {
    const name = `${repository.repository}/${file.path}`.toLowerCase()
    return words.every((word) => name.includes(word))
  })
}
