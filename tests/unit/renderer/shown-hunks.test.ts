import { describe, expect, it } from 'vitest'
import { chosenHunks, hunkAt, hunksOf } from '../../../src/renderer/features/changes/acts/shown-hunks.ts'

const patch = `@@ -1,4 +1,4 @@ head
 one
-two
-three
+TWO
+THREE
 four
@@ -10,2 +10,3 @@
 ten
-eleven
\\ No newline at end of file
+ELEVEN
+twelve
`
const line = (side: 'old' | 'new', number: number) => ({ side, line: number })
const chosen = (start: ReturnType<typeof line>, end: ReturnType<typeof line>): string[] =>
  chosenHunks(patch, { start, end }).flatMap(({ lines, chosen: meant }) =>
    (meant ?? []).map((index) => lines[index] ?? ''),
  )

describe('hunksOf', () => {
  it('reads every hunk with its lines and leaves out what git says of the last line’s end', () => {
    expect(hunksOf(patch)).toEqual([
      {
        oldStart: 1,
        newStart: 1,
        lines: [' one', '-two', '-three', '+TWO', '+THREE', ' four'],
        chosen: null,
      },
      { oldStart: 10, newStart: 10, lines: [' ten', '-eleven', '+ELEVEN', '+twelve'], chosen: null },
    ])
  })
  it('finds one by where it begins', () => {
    expect(hunkAt(patch, 10, 10).map(({ lines }) => lines[0])).toEqual([' ten'])
    expect(hunkAt(patch, 9, 10)).toEqual([])
  })
})

describe('chosenHunks', () => {
  it.each([
    ['one line of the new side', line('new', 2), line('new', 2), ['+TWO']],
    ['lines of the old side alone', line('old', 2), line('old', 3), ['-two', '-three']],
    ['all between two sides', line('old', 3), line('new', 2), ['-three', '+TWO']],
    ['all between two sides, chosen upwards', line('new', 2), line('old', 3), ['-three', '+TWO']],
    ['over two hunks', line('new', 3), line('new', 11), ['+THREE', '+ELEVEN']],
    ['from unchanged to changed lines', line('new', 1), line('new', 2), ['+TWO']],
    ['nothing where nothing is changed', line('new', 1), line('new', 1), []],
  ])('takes %s', (_name, start, end, expected) => {
    expect(chosen(start, end)).toEqual(expected)
  })
})
