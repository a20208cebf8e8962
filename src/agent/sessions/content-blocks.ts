import { z } from 'zod'

const size = (base64: string): string => `${Math.max(1, Math.round((base64.length * 3) / 4 / 1024))} KiB`

const Block = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('image'), mimeType: z.string(), data: z.string() }),
  z.object({ type: z.literal('audio'), mimeType: z.string(), data: z.string() }),
  z.object({ type: z.literal('resource_link'), name: z.string(), uri: z.string() }),
  z.object({
    type: z.literal('resource'),
    resource: z.object({ uri: z.string(), text: z.string().optional() }),
  }),
])

/** A content block as text; what is not text is named in brackets. */
export function blockText(raw: unknown): string {
  const parsed = Block.safeParse(raw)
  if (!parsed.success) return '[content of a kind that cannot be shown]'
  const block = parsed.data
  switch (block.type) {
    case 'text':
      return block.text
    case 'image':
    case 'audio':
      return `[${block.type}: ${block.mimeType}, ${size(block.data)}]`
    case 'resource_link':
      return `[${block.name}](${block.uri})`
    case 'resource':
      return block.resource.text ?? `[resource: ${block.resource.uri}]`
  }
}
