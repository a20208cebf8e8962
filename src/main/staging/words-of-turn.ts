import type { Message, SessionId, Workspace } from '../../contracts/index.ts'
import type { Store } from '../store/index.ts'

/** What was asked for and what was answered. */
export interface TurnWords {
  /** What the user wrote, the most telling first. */
  asked: string[]
  /** The agent's last message; empty when there is none. */
  answered: string
}

/** Of the newest turn of a session (else of the session used last), and what the workspace was created for. */
export function wordsOfTurn(store: Store, { id, prompt }: Workspace, sessionId?: SessionId): TurnWords {
  const sessions = store.read.sessions
    .listIn(id)
    .filter(({ lastTurn }) => lastTurn !== null)
    .toSorted((a, b) => b.updatedAt - a.updatedAt)
  const session = sessions.find((each) => each.id === sessionId) ?? sessions[0]
  if (!session) return { asked: [prompt], answered: '' }
  const messages = store.read.items
    .ofSession(session.id)
    .filter((item): item is Message => item.kind === 'message' && item.content.trim() !== '')
  const said = (role: Message['role']) => messages.filter((message) => message.role === role)
  return {
    asked: [
      ...said('user')
        .map(({ content }) => content)
        .toReversed(),
      prompt,
    ],
    answered: said('agent').at(-1)?.content ?? '',
  }
}
