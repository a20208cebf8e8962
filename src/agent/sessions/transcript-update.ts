import type { Attachment, ImageAttachment, Message } from '../../contracts/index.ts'
import type { AgentUpdate, ToolPatch } from './agent-updates.ts'

/** The part of what an agent says that belongs in the transcript; its images are kept. */
export type TranscriptUpdate =
  | Extract<AgentUpdate, { type: 'text' | 'plan' | 'notice' }>
  | { type: 'image'; role: 'agent' | 'thought'; image: ImageAttachment }
  | { type: 'tool'; patch: ToolPatch }

/** What a message that is written whole consists of. */
export type NewMessage = [role: Message['role'], text: string, attachments?: readonly Attachment[]]
