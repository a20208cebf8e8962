import { parseDiffFromFile, processFile, type FileDiffMetadata, type Hunk } from '@pierre/diffs'
import { shownPath, type ChangedFile, type FileDiff } from '../../../contracts/index.ts'

/** The order of the patch is kept: what is staged by line goes by it. */
const parsing = { disableLineMatching: true } as const

/** A patch without header as the library wants it. `key` tells its version, for the cache of colours. */
export function metadataOf(file: ChangedFile, patch: string, key: string): FileDiffMetadata {
  const parsed = processFile(`diff --git a/f b/f\n--- a/f\n+++ b/f\n${patch}`, {
    ...parsing,
    cacheKey: key,
    isGitDiff: true,
  })
  return parsed ? named(file, parsed) : emptyMetadata(file)
}

/** Both whole texts as a diff; where only line ends differ in a line it is not a changed one. */
export function metadataOfTexts(file: ChangedFile, diff: FileDiff, key: string): FileDiffMetadata {
  const { name } = naming(file)
  const side = (contents: string | null, which: string) => ({
    name,
    contents: asLf(contents ?? ''),
    cacheKey: `${which}:${key}`,
  })
  return named(file, parseDiffFromFile(side(diff.oldText, 'old'), side(diff.newText, 'new'), parsing))
}

export const asLf = (text: string): string => text.replaceAll('\r\n', '\n')

/** A file without lines to show. As a new one it takes the whole width in both layouts. */
export const emptyMetadata = (file: ChangedFile): FileDiffMetadata => ({
  name: shownPath(file.path),
  type: 'new',
  hunks: [],
  splitLineCount: 0,
  unifiedLineCount: 0,
  isPartial: false,
  deletionLines: [],
  additionLines: [],
  deletionCharacterCount: 0,
  additionCharacterCount: 0,
})

function naming({
  path,
  oldPath,
  status,
}: ChangedFile): Pick<FileDiffMetadata, 'name' | 'prevName' | 'type'> {
  const name = shownPath(path)
  if (oldPath !== null) return { name, prevName: shownPath(oldPath), type: 'rename-changed' }
  return { name, type: status === 'A' ? 'new' : status === 'D' ? 'deleted' : 'change' }
}

function named(file: ChangedFile, { prevName: _old, ...metadata }: FileDiffMetadata): FileDiffMetadata {
  return { ...metadata, ...naming(file) }
}

/** The first changed line of a hunk. */
export function firstChange(hunk: Hunk): { side: 'deletions' | 'additions'; lineNumber: number } | null {
  let [before, after] = [hunk.deletionStart, hunk.additionStart]
  for (const part of hunk.hunkContent) {
    if (part.type === 'change')
      return part.additions > 0
        ? { side: 'additions', lineNumber: after }
        : { side: 'deletions', lineNumber: before }
    before += part.lines
    after += part.lines
  }
  return null
}
