import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newId } from '../../../src/base/index.ts'
import { parseQuery } from '../../../src/main/history/parse-query.ts'
import { snippetOf } from '../../../src/main/history/snippet.ts'
import { searchText } from '../../../src/main/store/search-text.ts'
import { approval, message, toolCall } from '../../hosts/agent/entities.ts'

const matchOf = (query: string) => parseQuery(query)?.match ?? null
const marked = (text: string, query: string): string[] => {
  const snippet = snippetOf(text, parseQuery(query)?.terms ?? [])
  return snippet.marks.map(({ start, end }) => snippet.text.slice(start, end))
}

describe('parseQuery', () => {
  it.each([
    ['login', '"login" *'],
    ['Fix login', '"fix" AND "login" *'],
    ['"fix login" now', '"fix login" AND "now" *'],
    ['now "fix login"', '"now" AND "fix login"'],
    ['"fix log', '"fix log" *'],
    ['src/auth.ts', '"src auth ts" *'],
    ['Café', '"cafe" *'],
    ['plan b', '"plan" AND "b"'],
    ['変', '"変" *'],
    ['NOT AND (OR)', '"not" AND "and" AND "or" *'],
  ])('understands %j', (query, match) => expect(matchOf(query)).toBe(match))

  it.each(['', '   ', '""', '*', '---', '(){}:^+"'])('finds no word in %j', (query) =>
    expect(matchOf(query)).toBeNull(),
  )

  it('takes two dozen words at most', () => {
    const terms = parseQuery(Array.from({ length: 100 }, (_, n) => `w${n}`).join(' '))?.terms
    expect(terms).toHaveLength(24)
  })
})

describe('snippetOf', () => {
  it('marks every word of the query, the last one also where it only begins a word', () => {
    expect(marked('Fix the login: a Login failed, logins too', 'fix login')).toEqual([
      'Fix',
      'login',
      'Login',
      'logins',
    ])
  })
  it('marks a quoted phrase as one, and not its words elsewhere', () => {
    expect(marked('a slow test is a test that is slow', '"slow test" ')).toEqual(['slow test'])
  })
  it('finds without regard to case and accents', () => {
    expect(marked('Un CAFÉ crème', 'cafe creme')).toEqual(['CAFÉ', 'crème'])
  })
  it('shows the place where most of the words stand', () => {
    const text = `timeout ${'filler '.repeat(200)} the login has a timeout here ${'more '.repeat(200)}`
    const snippet = snippetOf(text, parseQuery('login timeout')?.terms ?? [])
    expect(snippet.text).toContain('the login has a timeout here')
    expect(snippet.text.startsWith('…')).toBe(true)
    expect(snippet.text.endsWith('…')).toBe(true)
  })
  it('puts lines in one line', () => {
    expect(snippetOf('one\n\n  two\tthree', parseQuery('two ')?.terms ?? [])).toEqual({
      text: 'one two three',
      marks: [{ start: 4, end: 7 }],
    })
  })
  it('shows the beginning where nothing is marked', () => {
    expect(snippetOf('one two', [])).toEqual({ text: 'one two', marks: [] })
  })
  it('keeps marks inside the text, ascending and apart, and never halves a character', () => {
    const piece = fc.constantFrom('log', 'Login', 'über', '𝒻𝓊𝓃', '🙂', ' ', '\n', '"', '-', 'a')
    const texts = fc.array(piece, { maxLength: 200 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(texts, texts, (text, query) => {
        const snippet = snippetOf(text, parseQuery(query)?.terms ?? [])
        expect(snippet.text.isWellFormed()).toBe(true)
        let last = 0
        for (const { start, end } of snippet.marks) {
          expect(start).toBeGreaterThanOrEqual(last)
          expect(end).toBeGreaterThan(start)
          last = end
        }
        expect(last).toBeLessThanOrEqual(snippet.text.length)
      }),
    )
  })
})

describe('searchText', () => {
  const at = { sessionId: newId('session'), turnId: newId('turn'), position: 1 }
  it('has nothing of a message or call that is not finished', () => {
    expect(searchText(message({ ...at, content: 'half', complete: false }))).toBeNull()
    expect(searchText(toolCall({ ...at, status: 'in_progress' }))).toBeNull()
    expect(searchText(message({ ...at, content: 'whole' }))).toBe('whole')
  })
  it('has the title and the files of a call, and what an approval is about', () => {
    expect(searchText(toolCall({ ...at, locations: [{ path: '/a/notes.txt', line: 1 }] }))).toBe(
      'Edit notes.txt\n/a/notes.txt',
    )
    expect(searchText(approval({ ...at, workspaceId: newId('workspace'), detail: 'npm test' }))).toBe(
      'Run a command\nnpm test',
    )
  })
})
