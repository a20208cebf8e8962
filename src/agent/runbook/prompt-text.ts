import type { ContentBlock } from '@agentclientprotocol/sdk'

/** The earlier messages, told again by the client: what they asked for has been carried out. */
const isConversation = (block: ContentBlock): boolean =>
  block.type === 'text' && /^<conversation>\n.*\n<\/conversation>\n*$/s.test(block.text)

/** The text of a prompt; what is not text is named in its place. */
export const promptText = (blocks: readonly ContentBlock[]): string =>
  blocks
    .filter((block) => !isConversation(block))
    .map((block) => {
      switch (block.type) {
        case 'text':
          return block.text
        case 'resource_link':
          return `[${block.name}](${block.uri})`
        case 'resource':
          return `[attached ${block.resource.uri}]`
        case 'image':
        case 'audio':
          return `[${block.type}]`
        default:
          return block satisfies never
      }
    })
    .join('\n')

/** A session's title: the first heading, else the first line, cut to a readable length. */
export function titleOfPrompt(text: string): string {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const heading = lines.find((line) => /^#{1,6} /.test(line))
  const title = (heading ?? lines[0] ?? '').replace(/^#{1,6} /, '')
  return title.length > 60 ? `${title.slice(0, 59).trimEnd()}…` : title
}

export const help = `I carry out the fenced blocks of your message, in order:

- a block marked \`sh\` runs in the workspace, after you allow it,
- a block marked \`file:path/to/file\` writes that file,
- everything else I repeat.

I stop at the first step that fails or that you reject.`
