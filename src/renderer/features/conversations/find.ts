import type { AgentConversation, AgentInfo } from '../../../contracts/index.ts'

/** Agents that may remember conversations: those that are here and speak ACP. The built-in one, which forgets, is last. */
export const rememberingAgents = (agents: readonly AgentInfo[]): readonly AgentInfo[] =>
  agents
    .filter(({ kind, available }) => kind === 'acp' && available)
    .toSorted((a, b) => Number(a.builtIn) - Number(b.builtIn))

/** The chosen agent while it is here, else the wanted one unless it is the built-in one, else the first. */
export function agentToAsk(
  agents: readonly AgentInfo[],
  chosen: string | null,
  wanted: string,
): AgentInfo | undefined {
  return (
    agents.find(({ id }) => id === chosen) ??
    agents.find(({ id, builtIn }) => id === wanted && !builtIn) ??
    agents[0]
  )
}

/** What a conversation is called, also where its agent gave it no title. */
export const conversationTitle = ({ title }: AgentConversation): string => title ?? 'Untitled conversation'

/** Conversations whose title holds all words of the query. */
export function findConversations(
  conversations: readonly AgentConversation[],
  query: string,
): readonly AgentConversation[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean)
  return conversations.filter((conversation) => {
    const title = conversationTitle(conversation).toLowerCase()
    return wanted.every((word) => title.includes(word))
  })
}
