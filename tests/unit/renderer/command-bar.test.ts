import { Circle } from 'lucide-react'
import { describe, expect, it } from 'vitest'
import type { Entry } from '../../../src/renderer/features/command-bar/entry.ts'
import { findEntries, readQuery } from '../../../src/renderer/features/command-bar/find.ts'
import { match } from '../../../src/renderer/features/command-bar/match.ts'

const marked = (query: string, text: string): string | null => {
  const found = match(query, text)
  if (!found) return null
  const at = new Set(found.at)
  return Array.from(text, (letter, index) => (at.has(index) ? `[${letter}]` : letter)).join('')
}

describe('match', () => {
  it.each([
    ['pr', 'Create pull request', 'Create [p]ull [r]equest'],
    ['pr', 'Proration edge cases', '[P][r]oration edge cases'],
    ['new', 'New workspace', '[N][e][w] workspace'],
    ['nw', 'New workspace', '[N]ew [w]orkspace'],
    ['tmo', 'Login timeout', 'Login [t]i[m]e[o]ut'],
    ['', 'Anything', 'Anything'],
  ])('%s in "%s" marks "%s"', (query, text, result) => {
    expect(marked(query, text)).toBe(result)
  })

  it.each([
    ['xyz', 'Login timeout'],
    ['nigol', 'Login'],
    ['loginn', 'Login'],
  ])('%s is not in "%s"', (query, text) => {
    expect(match(query, text)).toBeNull()
  })

  it('puts beginnings of words before letters inside them', () => {
    expect(match('set', 'Open settings')!.score).toBeGreaterThan(match('set', 'Reset everything')!.score)
  })
})

const entry = (key: string, over: Partial<Entry> = {}): Entry => ({
  key,
  kind: 'action',
  title: key,
  icon: Circle,
  run: () => undefined,
  ...over,
})
const keys = (groups: ReturnType<typeof findEntries>) =>
  groups.map(({ title, found }) => [title, found.map((one) => one.entry.key)])

describe('findEntries', () => {
  const entries = [
    entry('New workspace', { here: true }),
    entry('Add project', { keywords: ['repository'] }),
    entry('Login timeout', { kind: 'place' }),
    entry('Find the timeout', { kind: 'session' }),
  ]
  const find = (input: string, recent: string[] = []) => keys(findEntries(entries, readQuery(input), recent))

  it('groups what acts here, places and the rest', () => {
    expect(find('')).toEqual([
      ['Suggested here', ['New workspace']],
      ['Go to', ['Login timeout', 'Find the timeout']],
      ['Actions', ['Add project']],
    ])
  })
  it('shows actions only after >', () => {
    expect(find('>')).toEqual([['Actions', ['New workspace', 'Add project']]])
  })
  it('shows sessions only after #', () => {
    expect(find('# time')).toEqual([['Sessions', ['Find the timeout']]])
  })
  it('puts what was used lately first among equals', () => {
    expect(find('', ['Find the timeout'])[1]).toEqual(['Go to', ['Find the timeout', 'Login timeout']])
  })
  it('finds by other words too', () => {
    expect(find('repository')).toEqual([['Actions', ['Add project']]])
  })
  it('takes the words of the query in any order', () => {
    expect(find('timeout login')).toEqual([['Go to', ['Login timeout']]])
  })
})
