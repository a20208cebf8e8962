import { useMemo } from 'react'
import type { TerminalId, Workspace } from '../../../contracts/index.ts'
import { leadOnFromHere, navigate, useServices, type WorkspaceTab } from '../../app/index.ts'

/** What the first repaint is made for; the view fits it at once. */
const firstSize = { cols: 100, rows: 30 }

export interface WorkspaceActs {
  show(tab: WorkspaceTab): void
  startSession(agent: string): Promise<void>
  /** Opens the dialog in which one is chosen. */
  continueConversation(): void
  openTerminal(): Promise<void>
  closeTerminal(id: TerminalId, next: WorkspaceTab | null): Promise<void>
}

/** What can be started and closed in a workspace; failures come up as toasts. */
export function useWorkspaceActs({ id }: Workspace): WorkspaceActs {
  const { client, dialogs, newKey, toasts } = useServices()
  return useMemo(() => {
    const show = (tab: WorkspaceTab | null, go = navigate): void =>
      go({ name: 'workspace', workspaceId: id, tab }, { replace: true })
    const attempt = async (act: string, work: () => Promise<WorkspaceTab | null>): Promise<void> => {
      const go = leadOnFromHere()
      try {
        const tab = await work()
        if (tab) show(tab, go)
      } catch (error) {
        toasts.failed(act, error)
      }
    }
    return {
      show,
      startSession: (agent) =>
        attempt('Start the session', async () => {
          const session = await client.session.create({ workspace: id, agent, idempotencyKey: newKey() })
          return { kind: 'session', id: session.id }
        }),
      continueConversation: () => dialogs.open({ kind: 'continue-conversation', workspaceId: id }),
      openTerminal: () =>
        attempt('Open a terminal', async () => {
          const terminal = await client.terminal.create({
            workspace: id,
            size: firstSize,
            idempotencyKey: newKey(),
          })
          return { kind: 'terminal', id: terminal.id }
        }),
      closeTerminal: (terminalId, next) =>
        attempt('Close the terminal', async () => {
          await client.terminal.close({ terminalId })
          return next
        }),
    }
  }, [client, dialogs, id, newKey, toasts])
}
