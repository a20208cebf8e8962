import { describe, expect, test } from 'vitest'
import type { RepositoryId } from '../../../src/contracts/index.ts'
import {
  aboutRepository,
  isForAgent,
  offeredCommands,
  parseInput,
} from '../../../src/renderer/features/composer/commands/parse.ts'
import { commandNames, usageOf } from '../../../src/renderer/features/composer/commands/table.ts'
import { commandChoices } from '../../../src/renderer/features/composer/completion/command-choices.ts'
import { triggerAt } from '../../../src/renderer/features/composer/completion/trigger.ts'

const repositoryId = 'rep_aaaaaaaaaaaaaaaaaaaa' as RepositoryId
const command = (name: string) => ({ name, description: `Does ${name}`, hint: null })
const repository = (name: string) => ({ repositoryId, name })
const offered = offeredCommands(
  [command('help'), command('review'), command('mcp:search')],
  [repository('api'), repository('my shop'), repository('run'), repository('site.js')],
)
const parse = (text: string) => parseInput(text, offered)

describe('what is offered', () => {
  test('is own commands, the agent’s and repositories; a word that is taken gets a prefix', () => {
    const words = offered.map(({ word }) => word)
    expect(words.slice(0, commandNames.length)).toEqual(commandNames)
    expect(words.slice(commandNames.length)).toEqual([
      'agent:help',
      'review',
      'mcp:search',
      'api',
      'my-shop',
      'repository:run',
      'site.js',
    ])
  })
})

describe('what is written goes as a message', () => {
  test.each([
    ['plain text', 'plain text'],
    ['  plain text\n', 'plain text'],
    ['//review is slow', '/review is slow'],
    ['//', '/'],
    ['/usr/bin/env is missing', '/usr/bin/env is missing'],
    ['/etc/', '/etc/'],
    ['/^foo.*$/g matches nothing', '/^foo.*$/g matches nothing'],
    ['/* a comment */', '/* a comment */'],
    ['/ alone', '/ alone'],
    ['see /help', 'see /help'],
    ['', ''],
  ])('%j', (text, sent) => {
    expect(parse(text)).toEqual({ kind: 'message', text: sent })
  })
})

describe('commands', () => {
  test.each([
    ['/help', 'help', ''],
    ['/HELP', 'help', ''],
    ['/stop\n', 'stop', ''],
    ['/commit Fix the totals\n\nMore words', 'commit', 'Fix the totals\n\nMore words'],
    ['/follow-up   then test', 'follow-up', 'then test'],
    ['/summary', 'summary', ''],
    ['/set-active-repo api', 'set-active-repo', 'api'],
  ])('%j', (text, name, argument) => {
    expect(parse(text)).toEqual({ kind: 'own', name, argument })
  })

  test.each([
    ['/commit', 'commit'],
    ['/follow-up  ', 'follow-up'],
    ['/run', 'run'],
    ['/stop now', 'stop'],
    ['/pr title', 'pr'],
  ])('%j is refused with its usage', (text, name) => {
    expect(parse(text)).toEqual({ kind: 'usage', name })
  })

  test.each(['/nope', '/nope with words', '/commits', '/2fa'])('%j is unknown', (text) => {
    expect(parse(text)).toEqual({ kind: 'unknown', word: text.slice(1).split(' ')[0] })
  })

  test('of the agent go in its own spelling, with what follows', () => {
    expect(parse('/review the cart\nand more')).toEqual({ kind: 'agent', text: '/review the cart\nand more' })
    expect(parse('/agent:help me')).toEqual({ kind: 'agent', text: '/help me' })
    expect(parse('/mcp:search x')).toEqual({ kind: 'agent', text: '/mcp:search x' })
  })

  test('of a repository route the message there', () => {
    const routed = { kind: 'repository', repositoryId }
    expect(parse('/api add a test')).toEqual({ ...routed, name: 'api', text: 'add a test' })
    expect(parse('/my-shop fix')).toEqual({ ...routed, name: 'my shop', text: 'fix' })
    expect(parse('/site.js fix')).toEqual({ ...routed, name: 'site.js', text: 'fix' })
    expect(parse('/repository:run fix')).toEqual({ ...routed, name: 'run', text: 'fix' })
    expect(parse('/api')).toEqual({ ...routed, name: 'api', text: '' })
    expect(aboutRepository('api', 'fix')).toBe('In the repository api:\n\nfix')
  })

  test.each([
    ['hello', true],
    ['/review', true],
    ['/api x', true],
    ['/follow-up x', true],
    ['/retry', true],
    ['/commit x', false],
    ['/new-session', false],
    ['/nope', false],
  ])('%j waits for the agent: %j', (text, expected) => {
    expect(isForAgent(parse(text))).toBe(expected)
  })

  test('are shown with what follows them', () => {
    expect([usageOf('commit'), usageOf('stop'), usageOf('new-session')]).toEqual([
      '/commit message',
      '/stop',
      '/new-session [agent]',
    ])
  })
})

describe('completing a command', () => {
  test.each([
    ['/', 1, { query: '', from: 0, to: 1 }],
    ['/co', 3, { query: 'co', from: 0, to: 3 }],
    ['/commit', 3, { query: 'co', from: 0, to: 7 }],
    ['/commit x', 3, { query: 'co', from: 0, to: 7 }],
  ])('%j at %i', (text, caret, expected) => {
    expect(triggerAt(text, caret)).toEqual({ kind: 'command', ...expected })
  })

  test.each([
    ['//', 2],
    ['/usr/', 5],
    ['/commit x', 9],
    ['text /co', 8],
    ['\n/co', 4],
  ])('%j at %i is none', (text, caret) => {
    expect(triggerAt(text, caret)).toBeNull()
  })

  test('offers words that begin so first, marked with whose they are', () => {
    const { choices } = commandChoices(offered, 're', 'Runbook')
    expect(choices.map(({ title, mark }) => [title, mark])).toEqual([
      ['/rebase', undefined],
      ['/retry', undefined],
      ['/review', 'Runbook'],
      ['/repository:run', 'repository'],
      ['/set-active-repo', undefined],
    ])
    expect(choices[0]).toMatchObject({ at: [1, 2], text: '/rebase ' })
  })
})
