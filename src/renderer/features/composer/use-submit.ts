import { useRef } from 'react'
import type { Attachment, SessionView, WhenBusy } from '../../../contracts/index.ts'
import { useAct, useServices, type Act } from '../../app/index.ts'

export interface Submit extends Pick<Act, 'busy' | 'failure'> {
  /** Resolves to whether it was sent. */
  send(text: string, attachments: readonly Attachment[], whenBusy: WhenBusy): Promise<boolean>
}

/** Sending prompts of a session; sending the same again after a lost answer does not send twice. */
export function useSubmit({ id: sessionId }: SessionView): Submit {
  const { client, newKey } = useServices()
  const act = useAct()
  const attempt = useRef<{ content: string; key: string } | null>(null)
  const send: Submit['send'] = async (text, attachments, whenBusy) => {
    const content = JSON.stringify([text, attachments])
    if (attempt.current?.content !== content) attempt.current = { content, key: newKey() }
    const prompt = {
      sessionId,
      text,
      attachments: [...attachments],
      whenBusy,
      idempotencyKey: attempt.current.key,
    }
    const sent = await act.run(() => client.session.prompt(prompt))
    if (sent) attempt.current = null
    return sent
  }
  return { busy: act.busy, failure: act.failure, send }
}
