import type { ContentBlock } from '@agentclientprotocol/sdk'

const head = 'The conversation so far, which took place before this one began. Go on from it.'

/**
 * Earlier messages as part of a prompt. As an embedded resource where the agent takes such, so that they cannot be
 * mistaken for what the user says now.
 */
export function contextBlock(conversation: string, embeds: boolean): ContentBlock {
  const text = `${head}\n\n${conversation}`
  if (!embeds) return { type: 'text', text: `<conversation>\n${text}\n</conversation>` }
  return {
    type: 'resource',
    resource: { uri: 'switchyard:///conversation.md', mimeType: 'text/markdown', text },
  }
}
