import { useEffect, useRef } from 'react'
import type { AgentConversation, WorkspaceId } from '../../../contracts/index.ts'
import { navigate, useAct, useServices, type Act } from '../../app/index.ts'

export interface Continuing extends Pick<Act, 'busy' | 'failure'> {
  /** Makes the session, closes the dialog and opens its tab; does nothing while one is being made. */
  start(agent: string, conversation: AgentConversation): Promise<void>
}

/**
 * Goes on with a conversation in a new session. Who closed the dialog meanwhile stays where they are: the tab appears
 * among the others, and a failure comes up as a toast.
 */
export function useContinue(workspaceId: WorkspaceId): Continuing {
  const { client, dialogs, newKey, toasts } = useServices()
  const { busy, failure, run } = useAct()
  const shown = useRef(true)
  /** Trying again must not make a second session. */
  const keys = useRef(new Map<string, string>())
  useEffect(() => {
    shown.current = true
    return () => void (shown.current = false)
  }, [])

  const keyOf = (wish: string): string => {
    const key = keys.current.get(wish) ?? newKey()
    keys.current.set(wish, key)
    return key
  }
  const start = async (agent: string, { id }: AgentConversation): Promise<void> => {
    if (busy) return
    await run(async () => {
      try {
        const session = await client.session.create({
          workspace: workspaceId,
          agent,
          resume: id,
          idempotencyKey: keyOf(`${agent}\n${id}`),
        })
        if (!shown.current) return
        dialogs.close()
        navigate({ name: 'workspace', workspaceId, tab: { kind: 'session', id: session.id } })
      } catch (error) {
        if (shown.current) throw error
        toasts.failed('Continue the conversation', error)
      }
    })
  }
  return { busy, failure, start }
}
