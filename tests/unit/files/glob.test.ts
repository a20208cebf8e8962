import { describe, expect, test } from 'vitest'
import { globExpression, withoutBraces } from '../../../src/agent/files/glob.ts'

describe('globs of paths', () => {
  test.each([
    ['**/*.ts', 'a.ts', true],
    ['**/*.ts', '.github/deep/a.ts', true],
    ['**/*.ts', 'a.tsx', false],
    ['src/**', 'src/.x/b', true],
    ['src/**', 'srcs/b', false],
    ['src/*.ts', 'src/deep/a.ts', false],
    ['**/src/**', 'a/src/b/c', true],
    ['a?c', 'abc', true],
    ['a?c', 'a/c', false],
    ['[!a]b', 'cb', true],
    ['[!a]b', 'ab', false],
    ['a.(b)', 'a.(b)', true],
    ['a.(b)', 'axb', false],
  ])('%s and %s: %s', (glob, path, expected) => {
    expect(globExpression(glob).test(path)).toBe(expected)
  })

  test('braces stand for each of their parts', () => {
    expect(withoutBraces('*.{ts,tsx}')).toEqual(['*.ts', '*.tsx'])
    expect(withoutBraces('{a,b}/{c,d}')).toEqual(['a/c', 'a/d', 'b/c', 'b/d'])
    expect(withoutBraces('{a')).toEqual(['{a'])
    expect(withoutBraces('{a,{b,c}}')).toEqual(['a', 'b', 'c'])
  })
})
