import { Check, CheckCheck, Hourglass, X } from 'lucide-react'
import { useMemo } from 'react'
import type { Approval } from '../../../contracts/index.ts'
import { useActions, useAnswer, useEntities, useServices, type Action } from '../../app/index.ts'
import { heldBy } from '../../state/index.ts'
import { optionOfKind } from './approval-keys.ts'

/** Answers an approval by keyboard and command bar. */
export function useApprovalActions(approval: Approval | undefined, from: 'window' | 'inbox'): void {
  const answer = useAnswer(from)
  const { client } = useServices()
  const isHeld = useEntities((entities) => approval !== undefined && heldBy(entities, approval.id).length > 0)
  const actions = useMemo(() => {
    if (!approval) return []
    const given = answers(approval, (option) => answer(approval, option))
    if (!isHeld) return given
    const goOn: Action = {
      id: 'approval.go-on',
      icon: Hourglass,
      title: 'Go on anyway',
      section: 'Session',
      detail: approval.title.split('\n')[0] ?? '',
      run: async () => void (await client.approval.goOn({ approvalId: approval.id })),
    }
    return [goOn, ...given.filter(({ id }) => id === 'approval.reject')]
  }, [approval, answer, client, isHeld])
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
