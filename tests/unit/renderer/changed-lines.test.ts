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
    ['a\na\n', 'a\na\na\n', [' a', ' a', '+a']],
    ['same', 'same', [' same']],
  ])('of %j to %j', (before, after, lines) => expect(shown(before, after)).toEqual(lines))

  const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 8 }).map((lines) => lines.join('\n'))
  it('are as many as are counted, and leave nothing out', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = changedLines(before, after)
        const count = (mark: string): number => lines.filter((line) => line.mark === mark).length
        expect({ added: count('+'), removed: count('−') }).toEqual(countChange(before, after))
        expect(count('+') - count('−')).toBe(
          (after === '' ? 0 : after.split('\n').length) - (before === '' ? 0 : before.split('\n').length),
        )
      }),
    )
  })
})
