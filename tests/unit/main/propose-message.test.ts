import { describe, expect, it } from 'vitest'
import { proposeMessage, type ProposalInput } from '../../../src/main/staging/propose-message.ts'

const propose = (given: Partial<ProposalInput>): string =>
  proposeMessage({ asked: [], answered: '', files: [], subjects: [], ...given })
const conventional = ['feat: one', 'fix(api): two', 'docs: three']

describe('proposeMessage', () => {
  it.each([
    ['the first sentence that was asked for', ['Fix the login. It hangs after a time-out.'], 'Fix the login'],
    ['without politeness', ['please add a dark theme, please'], 'Add a dark theme'],
    ['an earlier one where the last says too little', ['yes', 'Rename the button'], 'Rename the button'],
    ['no code, no headings, no commands', ['# Task\n/repo web\n```sh\nrm x\n```\nAdd a test'], 'Add a test'],
    ['a mention by its path', ['Look at @src/a.ts and fix it'], 'Look at src/a.ts and fix it'],
    ['the first point of a list', ['- Sort the list\n- Then test'], 'Sort the list'],
  ])('takes %s', (_name, asked, expected) => {
    expect(propose({ asked })).toBe(expected)
  })
  it('cuts a long one at a word', () => {
    const subject = propose({ asked: [`Make the ${'very '.repeat(30)}long thing`] })
    expect(subject.length).toBeLessThanOrEqual(73)
    expect(subject).toMatch(/very…$/)
  })
  it('says what the agent said below, in lines of 72', () => {
    const answered = `I added a retry to the client so that it no longer hangs when the server is slow.\n\n\`\`\`ts\ncode\n\`\`\``
    expect(propose({ asked: ['Fix the hang'], answered })).toBe(
      'Fix the hang\n\nI added a retry to the client so that it no longer hangs when the server\nis slow.',
    )
  })
  it('names the files when nobody said anything', () => {
    expect(propose({ files: ['src/a.ts'] })).toBe('Update a.ts')
    expect(propose({ files: ['src/a.ts', 'src/b.ts'] })).toBe('Update 2 files in src')
    expect(propose({ files: ['src/a.ts', 'b.ts'] })).toBe('Update 2 files')
    expect(propose({})).toBe('Update files')
  })
  it.each([
    ['Fix the crash', ['src/a.ts'], 'fix: fix the crash'],
    ['Add a page', ['src/a.ts'], 'feat: add a page'],
    ['Describe the API', ['README.md', 'docs/api.md'], 'docs: describe the API'],
    ['Cover the parser', ['tests/a.test.ts'], 'test: cover the parser'],
    ['API keys are read once', ['src/a.ts'], 'chore: API keys are read once'],
    ['feat: already so', ['src/a.ts'], 'feat: already so'],
  ])('is conventional where the log is: %s', (asked, files, expected) => {
    expect(propose({ asked: [asked], files, subjects: conventional }).toLowerCase()).toBe(
      expected.toLowerCase(),
    )
  })
  it('is not conventional where the log mostly is not, or is short', () => {
    expect(propose({ asked: ['Add a page'], subjects: ['One', 'Two', 'feat: three'] })).toBe('Add a page')
    expect(propose({ asked: ['Add a page'], subjects: ['feat: one'] })).toBe('Add a page')
  })
})
