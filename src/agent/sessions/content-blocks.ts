import { z } from 'zod'

/** An image as an agent sent it; `data` in base 64. Its type is what its first bytes say, not `mimeType`. */
export interface SaidImage {
  name: string
  mimeType: string
  data: string
}

/** What a content block comes to: text, a named text of its own (an embedded file), or an image. */
type Said =
  | { type: 'text'; text: string }
  | { type: 'file'; name: string; text: string }
  | { type: 'image'; image: SaidImage }

const Resource = z.object({
  uri: z.string(),
  mimeType: z.string().nullish().catch(null),
  text: z.string().optional(),
  blob: z.string().optional(),
})
const Block = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({
    type: z.literal('image'),
    mimeType: z.string(),
    data: z.string(),
    uri: z.string().nullish().catch(null),
  }),
  z.object({ type: z.literal('audio'), mimeType: z.string(), data: z.string() }),
  z.object({ type: z.literal('resource_link'), name: z.string(), uri: z.string() }),
  z.object({ type: z.literal('resource'), resource: Resource }),
])

const maxNameChars = 255

/** The last part of an address, to call it by. */
function nameOf(uri: string): string {
  const last = uri.replace(/[?#].*$/s, '').match(/[^/\\]+(?=[/\\]*$)/)?.[0] ?? uri
  try {
    return decodeURIComponent(last).slice(0, maxNameChars)
  } catch {
    // No percent encoding: the name is as it stands.
    return last.slice(0, maxNameChars)
  }
}

/** Bytes that so much base 64 holds. */
export const decodedBytes = (base64: string): number => Math.floor((base64.length * 3) / 4)

/** What is named in place of what cannot be shown: `[audio: audio/wav, 12 KiB]`. */
export function placeholder(what: string, name: string, bytes: number, why = ''): string {
  return `[${what}: ${name}, ${Math.max(1, Math.round(bytes / 1024))} KiB${why && `, ${why}`}]`
}

/** Reads a content block; one of a kind we do not know says so. */
export function readBlock(raw: unknown): Said {
  const parsed = Block.safeParse(raw)
  if (!parsed.success) return { type: 'text', text: '[content of a kind that cannot be shown]' }
  const block = parsed.data
  switch (block.type) {
    case 'text':
      return block
    case 'image': {
      const { mimeType, data, uri } = block
      return { type: 'image', image: { name: uri ? nameOf(uri) : 'image', mimeType, data } }
    }
    case 'audio':
      return { type: 'text', text: placeholder('audio', block.mimeType, decodedBytes(block.data)) }
    case 'resource_link':
      return { type: 'text', text: `[${block.name}](${block.uri})` }
    case 'resource':
      return readResource(block.resource)
  }
}

function readResource({ uri, mimeType, text, blob }: z.infer<typeof Resource>): Said {
  const name = nameOf(uri)
  if (text !== undefined) return { type: 'file', name, text }
  if (blob === undefined) return { type: 'text', text: `[resource: ${name}]` }
  if (mimeType?.startsWith('image/')) return { type: 'image', image: { name, mimeType, data: blob } }
  return { type: 'text', text: placeholder('resource', name, decodedBytes(blob)) }
}

/** An embedded file in a message, which is Markdown: its name and a block that nothing in it can end. */
export function fileMarkdown(name: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `\n\n**${name.replace(/[\\`*_[\]<>]/g, String.raw`\$&`)}**\n\n${fence}\n${text.replace(/\n$/, '')}\n${fence}\n\n`
}
