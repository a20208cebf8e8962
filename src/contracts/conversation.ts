import { z } from 'zod'
import { Timestamp } from './ids.ts'

/** The agent's own id of a conversation. */
export const ConversationId = z.string().min(1).max(500)

/** An earlier conversation as its agent lists it. */
export const AgentConversation = z.object({
  id: ConversationId,
  title: z.string().nullable(),
  /** When it was last touched, where the agent says. */
  updatedAt: Timestamp.nullable(),
})
export type AgentConversation = z.infer<typeof AgentConversation>

/** Conversations of one agent in the folders of one workspace, last touched first. */
export const AgentConversations = z.object({
  /** False where the agent cannot list its conversations or cannot go on with one. */
  offered: z.boolean(),
  agentName: z.string(),
  conversations: z.array(AgentConversation),
})
export type AgentConversations = z.infer<typeof AgentConversations>
