import fc from 'fast-check'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import ReactMarkdown from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { describe, expect, it } from 'vitest'
import { markdownBlocks } from '../../../src/renderer/features/transcript/markdown-blocks.ts'

const html = (text: string): string =>
  renderToStaticMarkup(createElement(ReactMarkdown, { remarkPlugins: [remarkGfm] }, text))
/** Space at the edges of blocks is nothing to see. */
const seen = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/ ?(<[^>]+>) ?/g, '$1')
    .trim()
const inParts = (text: string): string => seen(markdownBlocks(text).map(html).join('\n'))

const lines = [
  'A paragraph of *words*,',
  'with a second line',
  '# Heading',
  'Under line',
  '===',
  '---',
  '- item',
  '* other item',
  '  more of the item',
  '1. first',
  '2) second',
  '   indented',
  '    code by indentation',
  '```js',
  '```',
  '   ```',
  '    ```',
  '~~~',
  '````',
  '> quoted',
  '> - quoted item',
  '> ```',
  '| a | b |',
  '| - | - |',
  '| 1 | 2 |',
  '<pre>',
  '</pre>',
  '<!-- hidden',
  '-->',
  '<b>raw</b>',
  '[name]: https://example.org',
  'see [name] and [^1]',
  '[^1]: a note',
  '\ttab',
  '',
  '',
  '',
  '  ',
]

describe('the parts of a Markdown text', () => {
  it('are the text when joined, and mean the same one by one', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...lines), { maxLength: 14 }), (chosen) => {
        const text = chosen.join('\n')
        expect(markdownBlocks(text).join('')).toBe(text)
        expect(inParts(text)).toBe(seen(html(text)))
      }),
      { numRuns: 300 },
    )
  })

  it('are its blocks where these are surely over', () => {
    expect(markdownBlocks('one\n\ntwo\n\n```\na\n\nb\n```\n\n- x\n\n- y\n\nend')).toEqual([
      'one\n\n',
      'two\n\n',
      '```\na\n\nb\n```\n\n- x\n\n- y\n\n',
      'end',
    ])
  })

  it('stay as they are while the text grows, but for the last', () => {
    const text = Array.from({ length: 20 }, (_, at) => `Paragraph ${at}.`).join('\n\n')
    const half = markdownBlocks(text.slice(0, text.length / 2))
    expect(half.length).toBeGreaterThan(5)
    expect(markdownBlocks(text).slice(0, half.length - 1)).toEqual(half.slice(0, -1))
  })
})
