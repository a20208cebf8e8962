import type { ContentBlock } from '@agentclientprotocol/sdk'

const head = 'The conversation so far, which took place before this one began. Go on from it.'
const end = '</conversation>'

/**
 * Earlier messages as part of a prompt, before what the user says now. As text, also where an agent takes embedded
 * resources: of those seen, two put a resource behind the user's words and one only names a file it wrote it to.
 */
export function contextBlock(conversation: string): ContentBlock {
  // What was said must not end the block; and some agents put blocks together with nothing between.
  const told = conversation.replaceAll(end, '<\\/conversation>')
  return { type: 'text', text: `<conversation>\n${head}\n\n${told}\n${end}\n\n` }
}
