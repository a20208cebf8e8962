import { Failure, type SessionId, type Turn, type TurnId } from '../../contracts/index.ts'
import type { AgentStore } from '../store/index.ts'
import { pathTo } from './branches.ts'
import { conversationText } from './conversation-text.ts'
import type { LiveAgent } from './live-agent.ts'
import type { SessionRecords } from './session-records.ts'
import type { Transcript } from './transcript.ts'

interface RecallDeps {
  store: AgentStore
  records: SessionRecords
  transcript: Transcript
}

/** Most of an earlier conversation that is sent again, in characters: about 25 000 tokens. */
const mostContext = 100_000

/**
 * Brings an agent to the place in the conversation where a turn goes on: the conversation it is in, an earlier one
 * it can load, or a new one to which the earlier messages are sent again.
 */
export class Recall {
  readonly #deps: RecallDeps
  readonly #sessionId: SessionId

  constructor(deps: RecallDeps, sessionId: SessionId) {
    this.#deps = deps
    this.#sessionId = sessionId
  }

  /**
   * Records which conversation the turn is part of. Resolves with what must be told along with its prompt, null when
   * the agent remembers it all. Throws `agent_failed` when the agent refuses another conversation.
   */
  async prepare(agent: LiveAgent, turn: Turn): Promise<string | null> {
    const { store } = this.#deps
    const path = pathTo(store.turns.ofSession(this.#sessionId), turn.parentId)
    const last = path.findLast(({ id }) => store.turns.conversationOf(id) !== null)
    const context = await this.#meet(agent, last?.id ?? null)
    const { acpSessionId } = agent.conversation
    store.change(() => {
      store.sessions.putProcess(this.#sessionId, { acpSessionId })
      store.turns.putConversation(turn.id, acpSessionId)
    })
    if (!context) return null
    const items = path.flatMap(({ id }) => store.items.ofTurn(id))
    const text = conversationText(items, mostContext)
    if (text === '') return null
    this.#tell(path.length)
    return text
  }

  /** Opens the conversation that ends with turn `last`; resolves to whether its words must be sent again. */
  async #meet(agent: LiveAgent, last: TurnId | null): Promise<boolean> {
    const { store } = this.#deps
    const isUsed = (conversation: string): boolean =>
      store.turns.newestIn(this.#sessionId, conversation) !== undefined
    const before = last === null ? null : store.turns.conversationOf(last)
    // An agent cannot take back what was said after `last` in the same conversation.
    const isEnd = before !== null && store.turns.newestIn(this.#sessionId, before) === last
    if (isEnd && agent.conversation.acpSessionId === before) return false
    if (isEnd && agent.capabilities.load) {
      await agent.turnTo(before)
      if (agent.conversation.remembers) return false
    }
    if (isUsed(agent.conversation.acpSessionId)) await agent.turnTo(null)
    if (isUsed(agent.conversation.acpSessionId))
      throw new Failure('agent_failed', 'The agent gave a new conversation the name of an old one')
    return last !== null
  }

  #tell(turns: number): void {
    const { store, records, transcript } = this.#deps
    const { agentName } = records.session(this.#sessionId)
    const what = turns === 1 ? 'turn was' : `${turns} turns were`
    store.change((change) =>
      transcript.addMessage(
        change,
        'notice',
        `${agentName} does not remember this conversation. The earlier ${what} sent to it again.`,
      ),
    )
  }
}
