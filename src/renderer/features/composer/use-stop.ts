import { Square } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { SessionView } from '../../../contracts/index.ts'
import { useActions, useServices, type Action } from '../../app/index.ts'

export interface Stop {
  /** Ends the running turn. Failures are told in a toast. */
  stop(): Promise<void>
  /** True until the agent has been told. */
  stopping: boolean
}

/** Stopping the agent by button, Esc and command bar; `stoppable` says whether there is a turn to stop. */
export function useStop({ id, agentName }: SessionView, stoppable: boolean): Stop {
  const { client, toasts } = useServices()
  const [stopping, setStopping] = useState(false)
  const stop = useMemo(
    () => async (): Promise<void> => {
      setStopping(true)
      try {
        await client.session.cancel({ sessionId: id })
      } catch (error) {
        toasts.failed('Stop', error)
      } finally {
        setStopping(false)
      }
    },
    [client, id, toasts],
  )
  const actions = useMemo(
    (): Action[] =>
      stoppable
        ? [
            {
              id: 'session.stop',
              title: 'Stop the agent',
              section: 'Session',
              icon: Square,
              detail: agentName,
              run: stop,
            },
          ]
        : [],
    [agentName, stop, stoppable],
  )
  useActions(actions)
  return { stop, stopping }
}
