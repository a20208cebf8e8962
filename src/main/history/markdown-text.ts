import type { ImageAttachment } from '../../contracts/index.ts'

/** Text as a fenced block that nothing in it can end. */
export function fenced(text: string, language = ''): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text.replace(/\n$/, '')}\n${fence}`
}

/** Text within a line of code. */
export function code(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length))
  const tick = '`'.repeat(longest + 1)
  const space = longest > 0 ? ' ' : ''
  return `${tick}${space}${line}${space}${tick}`
}

/** Text in a line of Markdown, its signs taken literally. */
export const plain = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_[\]<>#|~]/g, String.raw`\$&`)

/** An image by its name and size. */
export const imageMarkdown = ({ name, bytes }: ImageAttachment): string =>
  `*Image: ${plain(name)}, ${Math.max(1, Math.round(bytes / 1024))} KiB*`

/** Text within an HTML element. */
export const html = (text: string): string =>
  text.replace(/\s+/g, ' ').trim().replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Markdown set off as a quotation. */
export const quoted = (markdown: string): string =>
  markdown
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n')

/** Behind one line; opens on a click where HTML is shown, and reads well where it is not. */
export const folded = (summary: string, body: string): string =>
  `<details>\n<summary>${html(summary)}</summary>\n\n${body}\n\n</details>`

/**
 * An agent's own Markdown with any open fence closed (a turn that was stopped may leave one), and its headings moved
 * below those of the document.
 */
export function contained(markdown: string): string {
  let fence: string | null = null
  const lines = markdown
    .trim()
    .split('\n')
    .map((line) => {
      const [, mark, info] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? []
      if (fence === null) {
        if (mark !== undefined && !(mark.startsWith('`') && info?.includes('`'))) fence = mark
        else
          return line.replace(/^(#{1,6})(?=\s)/, (_, signs: string) =>
            '#'.repeat(Math.min(6, signs.length + 3)),
          )
      } else if (mark?.startsWith(fence) && info?.trim() === '') fence = null
      return line
    })
  return fence === null ? lines.join('\n') : [...lines, fence].join('\n')
}
