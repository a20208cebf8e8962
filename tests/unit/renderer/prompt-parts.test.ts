import { describe, expect, it } from 'vitest'
import { promptParts } from '../../../src/renderer/features/transcript/prompt-parts.ts'

const shown = (prompt: string): string[] =>
  promptParts(prompt).map((part) => (part.type === 'text' ? part.text : `[${part.info}|${part.code}]`))

describe('the parts of a prompt', () => {
  it.each([
    ['plain\n\ntext', ['plain\n\ntext']],
    ['first\n\n```sh\nls\npwd\n```\n\nlast', ['first', '[sh|ls\npwd]', 'last']],
    ['```\n```', ['[|]']],
    ['````md\n```\ninner\n```\n````', ['[md|```\ninner\n```]']],
    ['~~~file:a b.txt\nx\n~~~', ['[file:a b.txt|x]']],
    ['```sh\nnever closed', ['```sh\nnever closed']],
    ['inline ```x``` stays', ['inline ```x``` stays']],
    ['', []],
  ])('of %j', (prompt, parts) => expect(shown(prompt)).toEqual(parts))
})
