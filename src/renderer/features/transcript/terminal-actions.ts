import { CircleStop, Copy, RotateCcw } from 'lucide-react'
import type { SessionId } from '../../../contracts/index.ts'
import type { Action, AppServices } from '../../app/index.ts'

/** Lines that are copied at most: more than any terminal keeps. */
const allLines = 10_000

/** What can be done with a session in a terminal, for its menu and the command bar. */
export function terminalActions(
  { client, toasts }: AppServices,
  sessionId: SessionId,
  alive: boolean,
): readonly Action[] {
  const copy: Action = {
    id: 'session.copy-output',
    title: 'Copy what the terminal shows',
    section: 'Session',
    icon: Copy,
    keywords: ['export', 'clipboard', 'output', 'share'],
    run: async () => {
      const { text } = await client.session.output({ sessionId, lines: allLines })
      await navigator.clipboard.writeText(text)
      toasts.show({ title: 'Copied what the terminal shows' })
    },
  }
  const restart: Action = {
    id: 'session.restart',
    title: alive ? 'Restart agent' : 'Start agent again',
    section: 'Session',
    icon: RotateCcw,
    keywords: ['start again', 'terminal'],
    run: async () => void (await client.session.restart({ sessionId })),
  }
  const end: Action = {
    id: 'session.end',
    title: 'Stop agent',
    section: 'Session',
    icon: CircleStop,
    keywords: ['end', 'kill', 'terminal'],
    run: async () => void (await client.session.stop({ sessionId })),
  }
  return alive ? [copy, restart, end] : [copy, restart]
}
