import type {
  CreateElicitationResponse,
  RequestPermissionRequest,
  RequestPermissionResponse,
} from '@agentclientprotocol/sdk'
import type { Permissions } from './permissions.ts'
import type { Questions } from './questions.ts'
import type { RunningTurn } from './running-turn.ts'

interface Asked {
  permissions: Permissions
  questions: Questions
}

/** What an agent asks goes to the user while a turn runs that nobody has ended; else it is told that it is cancelled. */
export function askingHandlers({ permissions, questions }: Asked, running: () => RunningTurn | null) {
  const open = (): RunningTurn | null => {
    const current = running()
    return current?.endAs ? null : current
  }
  return {
    async permission(request: RequestPermissionRequest): Promise<RequestPermissionResponse> {
      const current = open()
      return current
        ? permissions.request(request, current.turn.id, current.approve)
        : { outcome: { outcome: 'cancelled' } }
    },
    async question(request: unknown): Promise<CreateElicitationResponse> {
      const current = open()
      return current ? questions.ask(request, current.turn.id) : { action: 'cancel' }
    },
    questionDone: (elicitationId: string): void => questions.complete(elicitationId),
  }
}
