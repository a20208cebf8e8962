import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  allLines,
  applyLines,
  mapLines,
  parseBlocks,
  reverse,
  splitLines,
  within,
  type Block,
  type LineChoice,
} from '../../../src/agent/staging/lines.ts'

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1')
const choice = (removed: number[], added: number[]): LineChoice => ({
  removed: new Set(removed),
  added: new Set(added),
})
const apply = (old: string, now: string, blocks: Block[], made: LineChoice): string =>
  applyLines(splitLines(bytes(old)), splitLines(bytes(now)), blocks, made).toString('latin1')

/** Any diff between two files: which is not the one git finds, but one that holds. */
const pieces = fc.array(
  fc.record({
    same: fc.array(fc.constantFrom('a\n', 'b\r\n', '\n', '\xff\xfe\n'), { maxLength: 3 }),
    old: fc.array(fc.constantFrom('o\n', 'x\r\n', '}\n'), { maxLength: 3 }),
    now: fc.array(fc.constantFrom('n\n', 'y\r\n', '}\n', '\x80\n'), { maxLength: 3 }),
  }),
  { maxLength: 6 },
)
const change = fc.tuple(pieces, fc.boolean(), fc.boolean()).map(([parts, cutOld, cutNow]) => {
  const [old, now]: [string[], string[]] = [[], []]
  const blocks: Block[] = []
  for (const part of parts) {
    old.push(...part.same)
    now.push(...part.same)
    if (part.old.length > 0 || part.now.length > 0)
      blocks.push({
        oldStart: old.length,
        oldCount: part.old.length,
        newStart: now.length,
        newCount: part.now.length,
      })
    old.push(...part.old)
    now.push(...part.now)
  }
  const last = blocks.at(-1)
  // Only lines that are changed may lose their end.
  if (cutOld && last && last.oldCount > 0 && last.oldStart + last.oldCount === old.length)
    old.push((old.pop() ?? '').replace(/\r?\n$/, ''))
  if (cutNow && last && last.newCount > 0 && last.newStart + last.newCount === now.length)
    now.push((now.pop() ?? '').replace(/\r?\n$/, ''))
  return { old: old.join(''), now: now.join(''), blocks }
})
const withChoice = fc.tuple(change, fc.func(fc.boolean())).map(([given, picks]) => {
  const all = allLines(given.blocks)
  const chosen = {
    removed: new Set([...all.removed].filter((line) => picks(`-${line}`))),
    added: new Set([...all.added].filter((line) => picks(`+${line}`))),
  }
  return { ...given, chosen }
})

describe('parseBlocks', () => {
  it.each([
    ['@@ -3 +3 @@', { oldStart: 2, oldCount: 1, newStart: 2, newCount: 1 }],
    ['@@ -0,0 +1,2 @@', { oldStart: 0, oldCount: 0, newStart: 0, newCount: 2 }],
    ['@@ -4,0 +5 @@ function', { oldStart: 4, oldCount: 0, newStart: 4, newCount: 1 }],
    ['@@ -1,2 +0,0 @@', { oldStart: 0, oldCount: 2, newStart: 0, newCount: 0 }],
    ['@@ -4,2 +3,0 @@', { oldStart: 3, oldCount: 2, newStart: 3, newCount: 0 }],
  ])('%s', (line, block) => {
    expect(parseBlocks(`diff --git a/x b/x\n${line}\n`)).toEqual([block])
  })
})

describe('applyLines', () => {
  const replaced: Block[] = [{ oldStart: 1, oldCount: 2, newStart: 1, newCount: 2 }]
  it.each([
    ['one of two removed, none added', choice([1], []), 'a\nc\nz\n'],
    ['none removed, one added', choice([], [2]), 'a\nb\nc\nC\nz\n'],
    ['one for one', choice([1], [1]), 'a\nc\nB\nz\n'],
  ])('%s', (_name, made, expected) => {
    expect(apply('a\nb\nc\nz\n', 'a\nB\nC\nz\n', replaced, made)).toBe(expected)
  })
  it('gives a last line without an end one where another follows, as the others end', () => {
    const blocks: Block[] = [{ oldStart: 1, oldCount: 1, newStart: 1, newCount: 2 }]
    expect(apply('a\nb', 'a\nb\nc\n', blocks, choice([], [2]))).toBe('a\nb\nc\n')
    expect(apply('a\r\nb', 'a\r\nb\r\nc', blocks, choice([], [2]))).toBe('a\r\nb\r\nc')
  })
  it('takes the missing end itself as a change', () => {
    const blocks: Block[] = [{ oldStart: 0, oldCount: 1, newStart: 0, newCount: 1 }]
    expect(apply('a', 'a\n', blocks, choice([0], [0]))).toBe('a\n')
    expect(apply('a', 'a\n', blocks, choice([], []))).toBe('a')
  })

  it('makes the new file of all changes and leaves the old one with none, byte for byte', () => {
    fc.assert(
      fc.property(change, ({ old, now, blocks }) => {
        expect(apply(old, now, blocks, allLines(blocks))).toBe(now)
        expect(apply(old, now, blocks, choice([], []))).toBe(old)
      }),
    )
  })
  it('keeps every line that is not changed, and of the changed ones exactly those meant', () => {
    fc.assert(
      fc.property(withChoice, ({ old, now, blocks, chosen }) => {
        const result = splitLines(bytes(apply(old, now, blocks, chosen)))
        const all = allLines(blocks)
        const oldLines = splitLines(bytes(old))
        const kept = oldLines.length - all.removed.size + (all.removed.size - chosen.removed.size)
        expect(result).toHaveLength(kept + chosen.added.size)
      }),
    )
  })
})

describe('mapLines', () => {
  it('finds each line that is not changed, with its content, and back', () => {
    fc.assert(
      fc.property(change, ({ old, now, blocks }) => {
        const [before, after] = [splitLines(bytes(old)), splitLines(bytes(now))]
        const changed = allLines(blocks)
        for (const [line, content] of before.entries()) {
          const [there, ...more] = mapLines(new Set([line]), blocks)
          expect(more).toEqual([])
          if (changed.removed.has(line)) expect(there).toBeUndefined()
          else {
            expect(after[there as number]).toEqual(content)
            expect([...mapLines(new Set([there as number]), reverse(blocks))]).toEqual([line])
          }
        }
      }),
    )
  })
})

describe('within', () => {
  it('leaves out lines that are no changes', () => {
    const blocks: Block[] = [{ oldStart: 1, oldCount: 1, newStart: 1, newCount: 0 }]
    expect(within(choice([0, 1], [1]), blocks)).toEqual(choice([1], []))
  })
})
