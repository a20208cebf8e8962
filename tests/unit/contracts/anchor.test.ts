import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anchorAt, anchorLines, reanchor } from '../../../src/contracts/index.ts'

const file = [
  'import a',
  '',
  'function one() {',
  '  return 1',
  '}',
  '',
  'function two() {',
  '  return 2',
  '}',
]

describe('anchorLines', () => {
  it('has no line ends and no line behind the last end', () => {
    expect(anchorLines('a\r\nb\n\nc\n')).toEqual(['a', 'b', '', 'c'])
    expect(anchorLines('a\nb')).toEqual(['a', 'b'])
    expect(anchorLines('')).toEqual([])
  })
})

describe('anchorAt', () => {
  it('keeps the lines and up to three around them', () => {
    expect(anchorAt(file, 4, 4)).toEqual({
      startLine: 4,
      endLine: 4,
      code: ['  return 1'],
      before: ['import a', '', 'function one() {'],
      after: ['}', '', 'function two() {'],
    })
  })
  it('cuts a range to the file', () => {
    expect(anchorAt(file, 8, 99)).toMatchObject({ startLine: 8, endLine: 9, after: [] })
    expect(anchorAt(file, 99, 120)).toMatchObject({ startLine: 9, endLine: 9 })
  })
})

describe('reanchor', () => {
  it.each([
    ['lines put in above', ['x', 'y', ...file], { startLine: 6, endLine: 6 }],
    ['lines taken out above', file.slice(2), { startLine: 2, endLine: 2 }],
    ['lines changed around it', ['  return 1'], { startLine: 1, endLine: 1 }],
    ['the line itself changed', file.map((line) => (line === '  return 1' ? '  return 3' : line)), null],
    ['everything gone', [], null],
  ])('%s', (_name, now, expected) => {
    expect(reanchor(now, anchorAt(file, 4, 4))).toEqual(expected)
  })
  it('tells one closing bracket from the other by its neighbours', () => {
    const second = anchorAt(file, 9, 9)
    expect(reanchor(['new', ...file], second)).toEqual({ startLine: 10, endLine: 10 })
    expect(reanchor(['new', ...file], anchorAt(file, 5, 5))).toEqual({ startLine: 6, endLine: 6 })
  })
  it('does not take a lone bracket somewhere else for the one meant', () => {
    expect(reanchor(['something', '}', 'else'], anchorAt(file, 5, 5))).toBeNull()
  })
  it('takes the nearest of places that fit equally well', () => {
    const twice = ['a', 'x', 'a', 'y', 'a']
    expect(reanchor(twice, { startLine: 4, endLine: 4, code: ['a'], before: [], after: [] })).toEqual({
      startLine: 3,
      endLine: 3,
    })
  })

  const line = fc.constantFrom('a', 'b', 'c', '}', '', 'return x', '  call()')
  const text = fc.array(line, { minLength: 1, maxLength: 30 })
  const range = text.chain((lines) =>
    fc.tuple(fc.constant(lines), fc.integer({ min: 1, max: lines.length }), fc.integer({ min: 0, max: 4 })),
  )

  it('finds every range of an unchanged file where it was', () => {
    fc.assert(
      fc.property(range, ([lines, start, more]) => {
        const anchor = anchorAt(lines, start, start + more)
        expect(reanchor(lines, anchor)).toEqual({ startLine: anchor.startLine, endLine: anchor.endLine })
      }),
    )
  })
  it('never points at other lines than those commented', () => {
    fc.assert(
      fc.property(range, text, ([lines, start, more], now) => {
        const anchor = anchorAt(lines, start, start + more)
        const found = reanchor(now, anchor)
        if (found) expect(now.slice(found.startLine - 1, found.endLine)).toEqual(anchor.code)
      }),
    )
  })
  it('follows lines that nothing else looks like through any change around them', () => {
    fc.assert(
      fc.property(text, text, text, text, (above, below, newAbove, newBelow) => {
        const code = ['unique one', 'unique two']
        const anchor = anchorAt([...above, ...code, ...below], above.length + 1, above.length + 2)
        expect(reanchor([...newAbove, ...code, ...newBelow], anchor)).toEqual({
          startLine: newAbove.length + 1,
          endLine: newAbove.length + 2,
        })
      }),
    )
  })
})
