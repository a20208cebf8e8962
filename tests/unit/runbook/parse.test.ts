import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chunksOf } from '../../../src/agent/runbook/chunks.ts'
import { parseRunbook, UnclosedFence } from '../../../src/agent/runbook/parse.ts'

const fence = '```'

describe('a runbook', () => {
  it.each([
    ['prose alone', 'Hello\nthere', [{ type: 'prose', text: 'Hello\nthere' }]],
    ['a command', `${fence}sh\nls -l\n${fence}`, [{ type: 'run', command: 'ls -l' }]],
    [
      'bash and shell blocks',
      `${fence}bash\na\n${fence}\n${fence}shell\nb\n${fence}`,
      [
        { type: 'run', command: 'a' },
        { type: 'run', command: 'b' },
      ],
    ],
    [
      'a file',
      `${fence}file:a/b.txt\nx\n\n y\n${fence}`,
      [{ type: 'write', path: 'a/b.txt', content: 'x\n\n y\n' }],
    ],
    ['an empty file', `${fence}file:empty\n${fence}`, [{ type: 'write', path: 'empty', content: '' }]],
    [
      'a path with spaces',
      `${fence}file: my notes.md \nx\n${fence}`,
      [{ type: 'write', path: 'my notes.md', content: 'x\n' }],
    ],
    [
      'tildes, longer fences and a fence inside',
      `~~~~sh\n${fence}\n~~~\n~~~~`,
      [{ type: 'run', command: `${fence}\n~~~` }],
    ],
    [
      'an indented fence, its indent taken off',
      `  ${fence}file:a\n  x\n y\n  ${fence}`,
      [{ type: 'write', path: 'a', content: 'x\ny\n' }],
    ],
    ['windows line ends', `${fence}sh\r\nls\r\n${fence}\r\n`, [{ type: 'run', command: 'ls' }]],
    [
      'other languages as prose',
      `See\n${fence}ts\nlet a\n${fence}`,
      [{ type: 'prose', text: `See\n${fence}ts\nlet a\n${fence}` }],
    ],
    [
      'inline code that looks like a fence',
      `${fence}sh${fence} is code`,
      [{ type: 'prose', text: `${fence}sh${fence} is code` }],
    ],
    ['an empty command as nothing', `${fence}sh\n\n${fence}`, []],
    [
      'order',
      `a\n${fence}sh\nb\n${fence}\nc`,
      [
        { type: 'prose', text: 'a' },
        { type: 'run', command: 'b' },
        { type: 'prose', text: 'c' },
      ],
    ],
  ])('takes %s', (_name, text, steps) => {
    expect(parseRunbook(text)).toEqual(steps)
  })

  it('names the line of a block that is never closed', () => {
    expect(() => parseRunbook(`a\n${fence}sh\nrm x`)).toThrow(new UnclosedFence(2))
  })

  it('writes any content letter for letter', () => {
    const line = fc.string().filter((text) => !/[\r\n]/.test(text))
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), (lines) => {
        const mark = '`'.repeat(
          1 + Math.max(2, ...lines.map((text) => /^ {0,3}(`*)/.exec(text)?.[1]?.length ?? 0)),
        )
        expect(parseRunbook(`${mark}file:a\n${lines.join('\n')}\n${mark}`)).toEqual([
          { type: 'write', path: 'a', content: `${lines.join('\n')}\n` },
        ])
      }),
    )
  })
})

it('chunks join to the text they were cut from', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 5 }), (text, words) => {
      expect(chunksOf(text, words).join('')).toBe(text)
    }),
  )
})
