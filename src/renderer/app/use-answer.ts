import { useCallback } from 'react'
import { lateWords, type AnswerSource, type Approval } from '../../contracts/index.ts'
import { useServices } from './services.ts'

export type Answer = (approval: Approval, option: string) => Promise<void>

/** Answers approvals from one place of the window. Who comes too late is told what was answered, in a toast. */
export function useAnswer(from: Extract<AnswerSource, 'window' | 'inbox'>): Answer {
  const { client, toasts } = useServices()
  return useCallback(
    async ({ id, title }, option) => {
      const answered = await client.approval.answer({ approvalId: id, option, from })
      const late = lateWords(answered)
      if (late !== null) toasts.show({ title: title.split('\n')[0] ?? 'Answered already', detail: late })
    },
    [client, from, toasts],
  )
}
