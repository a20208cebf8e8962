import { Check, CheckCheck, X } from 'lucide-react'
import { useMemo } from 'react'
import type { Approval } from '../../../contracts/index.ts'
import { useActions, useAnswer, type Action } from '../../app/index.ts'
import { optionOfKind } from './approval-keys.ts'

/** Answers an approval by keyboard and command bar. */
export function useApprovalActions(approval: Approval | undefined, from: 'window' | 'inbox'): void {
  const answer = useAnswer(from)
  const actions = useMemo(
    () => (approval ? answers(approval, (option) => answer(approval, option)) : []),
    [approval, answer],
  )
  useActions(actions)
}

function answers(approval: Approval, answer: (option: string) => Promise<unknown>): Action[] {
  const candidates = [
    { id: 'approval.allow-once', icon: Check, option: optionOfKind(approval, 'allow_once') },
    { id: 'approval.allow-always', icon: CheckCheck, option: optionOfKind(approval, 'allow_always') },
    { id: 'approval.reject', icon: X, option: optionOfKind(approval, 'reject_once', 'reject_always') },
  ]
  return candidates.flatMap(({ id, icon, option }) =>
    option
      ? {
          id,
          icon,
          title: option.name,
          section: 'Session' as const,
          detail: approval.title.split('\n')[0] ?? '',
          run: async () => void (await answer(option.id)),
        }
      : [],
  )
}
