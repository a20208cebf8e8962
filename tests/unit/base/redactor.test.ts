import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { Redactor, StreamRedactor } from '../../../src/base/index.ts'
import { looksSecret } from '../../../src/base/secret-shapes.ts'

const letters = (count: number): string => 'aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0zZ'.repeat(10).slice(0, count)
const key = `-----BEGIN RSA PRIVATE KEY-----\n${letters(64)}\n${letters(64)}\n${letters(20)}==\n-----END RSA PRIVATE KEY-----`
const value = 'correct horse "battery" staple'

/** What must not be seen, each in words around it. */
const secrets: [string, string, string][] = [
  ['an OpenAI key', `sk-proj-${letters(40)}`, 'use $ now'],
  ['an Anthropic key', `sk-ant-api03-${letters(40)}`, 'x=$;'],
  ['a GitHub token', `ghp_${letters(36)}`, '"$"'],
  ['a fine-grained GitHub token', `github_pat_${letters(40)}`, '$'],
  ['a GitLab token', `glpat-${letters(20)}`, 'token: $\n'],
  ['an AWS key id', 'AKIAIOSFODNN7EXAMPLE', 'id $,'],
  ['a Google key', `AIza${letters(35)}`, '?key=$&x'],
  ['a Slack token', 'xoxb-1234567890-abcdef', ' $ '],
  ['an npm token', `npm_${letters(36)}`, '//r/:_authToken=$'],
  ['a JSON web token', `eyJ${letters(40)}.${letters(30)}.${letters(20)}`, 'jwt $,'],
  ['a bearer token', letters(30), 'Authorization: Bearer $\r\n'],
  ['basic credentials', 'dXNlcjpwYXNzd29yZA==', 'authorization: Basic $'],
  ['a password in an address', 'hunter22', 'postgres://me:$@host/db'],
  ['a private key', key, 'cat id_rsa\n$\nDone.'],
  ['a private key in JSON', JSON.stringify(key).slice(1, -1), '{"key":"$"}'],
  ['a known value', value, 'say $!'],
  ['a known value in JSON', JSON.stringify(value).slice(1, -1), '{"say":"$"}'],
]

const redactor = new Redactor()
redactor.addEnvironment({ MY_PASSWORD: value, HARMLESS: 'nothing to hide here' })

const streamed = (pieces: readonly string[]): string => {
  const stream = new StreamRedactor(redactor)
  return pieces.map((piece) => stream.push(piece)).join('') + stream.flush()
}

test.each(secrets)('takes out %s', (_name, secret, around) => {
  const text = around.replace('$', () => secret)
  expect(redactor.text(text)).toBe(around.replace('$', '[redacted]'))
})

test.each(secrets)('takes out %s that comes in two pieces, wherever it is cut', (_name, secret, around) => {
  const text = around.replace('$', () => secret)
  for (let cut = 0; cut <= text.length; cut++)
    expect(streamed([text.slice(0, cut), text.slice(cut)])).toBe(around.replace('$', '[redacted]'))
})

test.each(secrets)('takes out %s that comes letter by letter', (_name, secret, around) => {
  const text = around.replace('$', () => secret)
  expect(streamed(text.split(''))).toBe(around.replace('$', '[redacted]'))
})

it('leaves what is no secret as it is', () => {
  for (const text of [
    'ask-me about sk-learn, task-runner and risk-free',
    'https://example.com/a:b@c and file:///etc/passwd and user@host',
    'git@github.com:o/r.git 0123456789abcdef0123456789abcdef01234567',
    'Bearer of news; the basic idea; ---- a rule ---- -----BEGIN CERTIFICATE-----',
    'nothing to hide here, AKIA, eyJ, ghp_short',
    '',
  ]) {
    expect(redactor.text(text)).toBe(text)
    expect(streamed(text.split(''))).toBe(text)
  }
})

it('says the same in any pieces as in one', () => {
  const words = fc.constantFrom(
    ...secrets.map(([, secret, around]) => around.replace('$', () => secret)),
    'sk',
    'sk-',
    '-----',
    'Bearer ',
    'https://',
    'a:b@',
    'x',
    ' ',
    '\n',
    'AKIA',
    value.slice(0, 9),
  )
  fc.assert(
    fc.property(fc.array(words, { maxLength: 8 }), fc.array(fc.nat({ max: 400 })), (parts, cuts) => {
      const text = parts.join(' ')
      const edges = [0, ...cuts.filter((cut) => cut < text.length).toSorted((a, b) => a - b), text.length]
      const pieces = edges.slice(1).map((edge, index) => text.slice(edges[index], edge))
      expect(streamed(pieces)).toBe(redactor.text(text))
    }),
    { numRuns: 2_000 },
  )
})

it('holds back nothing but what may become a secret', () => {
  const stream = new StreamRedactor(redactor)
  expect(stream.push('plain words, ')).toBe('plain words, ')
  expect(stream.push('then sk')).toBe('then ')
  expect(stream.holds).toBe(true)
  expect(stream.push('ating')).toBe('skating')
  expect(stream.holds).toBe(false)
})

it('says a short end when nothing follows, and still takes out the rest of what was a secret', () => {
  const stream = new StreamRedactor(redactor)
  expect([stream.push('plan x'), stream.release(), stream.push('ml')]).toEqual(['plan ', 'x', 'ml'])
  expect([stream.push(' sk-'), stream.release(), stream.push(`${letters(30)}.`)]).toEqual([
    ' ',
    'sk-',
    '[redacted].',
  ])
  expect([stream.push(value.slice(0, 3)), stream.release()]).toEqual(['', 'cor'])
  expect([stream.push(value.slice(3, 9)), stream.release(), stream.push(value.slice(9))]).toEqual([
    '',
    '',
    '[redacted]',
  ])
})

it('gives up a secret that is longer than memory allows as a whole', () => {
  const stream = new StreamRedactor(redactor)
  const pieces = ['a sk-', ...Array.from({ length: 100 }, () => letters(300).repeat(4)), ' end']
  const said = pieces.map((piece) => stream.push(piece)).join('') + stream.flush()
  expect(said).toBe('a [redacted] end')
})

describe('values', () => {
  it('of variables are secret by their name or because the user says so', () => {
    const own = new Redactor()
    own.addEnvironment({ OPENAI_API_KEY: 'value-one', PLAIN: 'value-two', MARKED: 'value-three' }, ['MARKED'])
    expect(own.text('value-one value-two value-three')).toBe('[redacted] value-two [redacted]')
  })
  it('too short to be told from words are left', () => {
    const own = new Redactor()
    own.addEnvironment({ A_TOKEN: 'true', B_TOKEN: '      ' })
    expect(own.text('true      ')).toBe('true      ')
  })
  it('are taken out whole where one begins with another', () => {
    const own = new Redactor()
    own.add(['secret-a', 'secret-abc'])
    const stream = new StreamRedactor(own)
    expect(
      'secret-abc.'
        .split('')
        .map((letter) => stream.push(letter))
        .join(''),
    ).toBe('[redacted].')
    expect(own.text('secret-abd')).toBe('[redacted]bd')
  })
})

test('names that look secret, and names that do not', () => {
  for (const name of [
    'OPENAI_API_KEY',
    'GITHUB_TOKEN',
    'DB_PASSWORD',
    'MYSECRET',
    'aws_secret_access_key',
    'AUTH',
  ])
    expect(looksSecret(name), name).toBe(true)
  for (const name of [
    'PATH',
    'KEYBOARD',
    'PWD',
    'SSH_AUTH_SOCK',
    'TOKEN_FILE',
    'MONKEY',
    'AUTHOR',
    'API_KEY_PATH',
  ])
    expect(looksSecret(name), name).toBe(false)
})

it('redacts strings at any depth of a value and leaves the rest', () => {
  const secret = `sk-${letters(30)}`
  expect(redactor.deep({ a: [secret, 1, null, { b: `x ${secret}` }], c: true })).toEqual({
    a: ['[redacted]', 1, null, { b: 'x [redacted]' }],
    c: true,
  })
})
