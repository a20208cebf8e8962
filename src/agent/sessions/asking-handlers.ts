import type { RequestPermissionResponse } from '@agentclientprotocol/sdk'
import type { Failure } from '../../contracts/index.ts'
import type { SessionLocks } from '../file-locks/index.ts'
import type { AgentHandlers } from './agent-connection.ts'
import type { LiveAgent } from './live-agent.ts'
import type { Permissions } from './permissions.ts'
import type { Questions } from './questions.ts'
import type { RunningTurn } from './running-turn.ts'
import { TooManyItems } from './too-many-items.ts'

interface Asked {
  permissions: Permissions
  questions: Questions
  locks: SessionLocks
  /** The agent asks without end. */
  deaf(agent: LiveAgent, failure: Failure): void
}

const cancelled: RequestPermissionResponse = { outcome: { outcome: 'cancelled' } }

/** What an agent asks goes to the user while a turn runs that nobody has ended; else it is told that it is cancelled. */
export function askingHandlers(
  { permissions, questions, locks, deaf }: Asked,
  now: () => readonly [running: RunningTurn | null, agent: LiveAgent | null],
): Pick<AgentHandlers, 'permission' | 'question' | 'questionDone' | 'lockFile'> {
  const asking = async <Answer>(
    none: Answer,
    ask: (current: RunningTurn) => Promise<Answer>,
  ): Promise<Answer> => {
    const [current, agent] = now()
    if (!current || current.endAs) return none
    try {
      return await ask(current)
    } catch (error) {
      if (!agent || !(error instanceof TooManyItems)) throw error
      deaf(agent, agent.flooded(error.limit))
      return none
    }
  }
  return {
    permission: (request) =>
      asking(cancelled, ({ turn, approve }) => permissions.request(request, turn.id, approve)),
    question: (request) => asking({ action: 'cancel' }, ({ turn }) => questions.ask(request, turn.id)),
    questionDone: (elicitationId) => questions.complete(elicitationId),
    lockFile: (path) => locks.write(path),
  }
}
