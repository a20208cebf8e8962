import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changedLines, countChange } from '../../../src/renderer/features/transcript/changed-lines.ts'

const shown = (oldText: string | null, newText: string): string[] =>
  changedLines(oldText, newText).map(({ mark, text }) => mark + text)

describe('changed lines', () => {
  it.each([
    [null, 'a\nb\n', ['+a', '+b']],
    ['a\nb\n', '', ['−a', '−b']],
    ['1\n2\n3\n4\n5\n', '1\n2\n3\nX\n5\n', [' 2', ' 3', '−4', '+X', ' 5']],
    ['same', 'same\n', []],
    ['1\n2\n3\n4\n5\n6\n7\n', 'X\n2\n3\n4\n5\n6\nY\n', ['−1', '+X', ' 2', ' 3', '…', ' 5', ' 6', '−7', '+Y']],
  ])('of %j to %j', (before, after, lines) => expect(shown(before, after)).toEqual(lines))

  const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 8 }).map((lines) => lines.join('\n'))
  it('are as many as the texts differ by', () => {
    const length = (value: string): number => (value === '' ? 0 : value.split('\n').length)
    fc.assert(
      fc.property(text, text, (before, after) => {
        const { added, removed } = countChange(changedLines(before, after))
        expect(added - removed).toBe(length(after) - length(before))
      }),
    )
  })
  it('of texts that have nothing in common are all lines, at once', () => {
    const lines = (name: string): string =>
      Array.from({ length: 5_000 }, (_, at) => `${name}${at}`).join('\n')
    expect(countChange(changedLines(lines('a'), lines('b')))).toEqual({ added: 5_000, removed: 5_000 })
  })
})
