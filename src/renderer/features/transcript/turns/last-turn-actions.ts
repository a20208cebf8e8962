import { Pencil, RotateCcw, Undo2 } from 'lucide-react'
import type { Message, Turn } from '../../../../contracts/index.ts'
import type { Action } from '../../../app/index.ts'
import type { OpenTranscript } from '../../../state/index.ts'

/** What a dialog asks about. */
export type Asked = { what: 'retry'; message: Message; edit: boolean } | { what: 'undo'; turn: Turn }

/** Acts on the newest turn of the conversation, for keyboard and command bar. */
export function lastTurnActions({ store }: OpenTranscript, ask: (asked: Asked) => void): Action[] {
  const message = (): Message | undefined => {
    const { items, turns } = store.getState()
    return items.findLast(
      (item): item is Message =>
        item.kind === 'message' && item.role === 'user' && turns.get(item.turnId)?.folded === false,
    )
  }
  const turn = (): Turn | undefined => store.getState().turns.get(message()?.turnId ?? ('' as Turn['id']))
  const retry = (edit: boolean): void => {
    const said = message()
    if (said) ask({ what: 'retry', message: said, edit })
  }
  const section = 'Session'
  return [
    {
      id: 'session.retry',
      title: 'Retry the last turn…',
      section,
      icon: RotateCcw,
      keywords: ['again', 'resend'],
      when: () => message() !== undefined,
      run: () => retry(false),
    },
    {
      id: 'session.edit-last',
      title: 'Edit the last message and send it again…',
      section,
      icon: Pencil,
      keywords: ['change', 'resend'],
      when: () => message() !== undefined,
      run: () => retry(true),
    },
    {
      id: 'session.undo',
      title: 'Undo the last turn…',
      section,
      icon: Undo2,
      keywords: ['take back', 'revert', 'changes'],
      when: () => (turn()?.snapshots.length ?? 0) > 0,
      run: () => {
        const last = turn()
        if (last) ask({ what: 'undo', turn: last })
      },
    },
  ]
}
