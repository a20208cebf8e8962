/** A line of a file with its end; the last one may have none. Bytes: nothing is decoded. */
export type Line = Uint8Array

/** Lines that differ between two files: `oldCount` from `oldStart` were replaced by `newCount` from `newStart`. From 0. */
export interface Block {
  oldStart: number
  oldCount: number
  newStart: number
  newCount: number
}

/** Changed lines by their numbers (from 0): those taken out of the old file, those put into the new one. */
export interface LineChoice {
  removed: ReadonlySet<number>
  added: ReadonlySet<number>
}

const lineFeed = 0x0a
const carriageReturn = 0x0d

export function splitLines(bytes: Uint8Array): Line[] {
  const lines: Line[] = []
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(lineFeed, at)
    const next = end < 0 ? bytes.length : end + 1
    lines.push(bytes.subarray(at, next))
    at = next
  }
  return lines
}

const ended = (line: Line): boolean => line.at(-1) === lineFeed
const endOf = (lines: readonly Line[]): Uint8Array =>
  lines.some((line) => line.at(-2) === carriageReturn && ended(line))
    ? Uint8Array.of(carriageReturn, lineFeed)
    : Uint8Array.of(lineFeed)

/** Joined, where a last line without an end that now stands before others gets one as the others have. */
function joinLines(lines: readonly Line[]): Buffer {
  const parts = lines.flatMap((line, index) =>
    ended(line) || index === lines.length - 1 ? [line] : [line, endOf(lines)],
  )
  return Buffer.concat(parts)
}

/** Blocks of `git diff --unified=0`, from its `@@ -a,b +c,d @@` lines. With a count of 0 git names the line before. */
export function parseBlocks(diff: string): Block[] {
  const blocks: Block[] = []
  for (const match of diff.matchAll(/^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/gm)) {
    const [oldLine, oldCount, newLine, newCount] = [match[1], match[2] ?? 1, match[3], match[4] ?? 1].map(
      Number,
    )
    blocks.push({
      oldStart: (oldLine ?? 0) - (oldCount === 0 ? 0 : 1),
      oldCount: oldCount ?? 0,
      newStart: (newLine ?? 0) - (newCount === 0 ? 0 : 1),
      newCount: newCount ?? 0,
    })
  }
  return blocks
}

const range = (start: number, count: number): number[] => Array.from({ length: count }, (_, at) => start + at)

/** All changed lines of a diff. */
export const allLines = (blocks: readonly Block[]): LineChoice => ({
  removed: new Set(blocks.flatMap(({ oldStart, oldCount }) => range(oldStart, oldCount))),
  added: new Set(blocks.flatMap(({ newStart, newCount }) => range(newStart, newCount))),
})

/** What of `choice` the diff changes at all. */
export function within(choice: LineChoice, blocks: readonly Block[]): LineChoice {
  const all = allLines(blocks)
  return { removed: all.removed.intersection(choice.removed), added: all.added.intersection(choice.added) }
}

/** All changed lines of the diff but those of `choice`. */
export function without(choice: LineChoice, blocks: readonly Block[]): LineChoice {
  const all = allLines(blocks)
  return { removed: all.removed.difference(choice.removed), added: all.added.difference(choice.added) }
}

export const isEmpty = ({ removed, added }: LineChoice): boolean => removed.size === 0 && added.size === 0

/**
 * The old file with the chosen changes made and the others not. Inside a block what stays of the old lines comes
 * before the new ones, as in a patch. With all changes it is the new file, with none the old one, byte for byte.
 */
export function applyLines(
  old: readonly Line[],
  now: readonly Line[],
  blocks: readonly Block[],
  made: LineChoice,
): Buffer {
  const result: Line[] = []
  let at = 0
  for (const { oldStart, oldCount, newStart, newCount } of blocks) {
    result.push(...old.slice(at, oldStart))
    for (const line of range(oldStart, oldCount)) if (!made.removed.has(line)) result.push(old[line] as Line)
    for (const line of range(newStart, newCount)) if (made.added.has(line)) result.push(now[line] as Line)
    at = oldStart + oldCount
  }
  result.push(...old.slice(at))
  return joinLines(result)
}

/** Where lines of the old file are in the new one; those that were changed are left out. */
export function mapLines(lines: ReadonlySet<number>, blocks: readonly Block[]): Set<number> {
  const mapped = new Set<number>()
  for (const line of lines) {
    let shift = 0
    let gone = false
    for (const { oldStart, oldCount, newStart, newCount } of blocks) {
      if (line < oldStart) break
      if (line < oldStart + oldCount) gone = true
      shift = newStart + newCount - (oldStart + oldCount)
    }
    if (!gone) mapped.add(line + shift)
  }
  return mapped
}

/** The same diff read from the new file to the old one. */
export const reverse = (blocks: readonly Block[]): Block[] =>
  blocks.map(({ oldStart, oldCount, newStart, newCount }) => ({
    oldStart: newStart,
    oldCount: newCount,
    newStart: oldStart,
    newCount: oldCount,
  }))
