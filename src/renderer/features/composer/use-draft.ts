import type { Attachment, SessionId } from '../../../contracts/index.ts'
import { useServices, useUi } from '../../app/index.ts'
import { emptyDraft, setDraft, type Draft } from '../../state/index.ts'
import { afterSending, same } from './after-sending.ts'

export interface OpenDraft extends Draft {
  change(change: Partial<Draft>): void
  attach(attachment: Attachment): void
  detach(attachment: Attachment): void
  /** `sent` is done with; what came after it stays. */
  finish(sent: Draft): void
  /** Attachments there are at this moment. */
  count(): number
}

/** What is being written to a session; kept over switching sessions and over reloads. */
export function useDraft(id: SessionId): OpenDraft {
  const { ui } = useServices()
  const draft = useUi((state) => state.drafts[id] ?? emptyDraft)
  const change = (change: Partial<Draft>): void => ui.setState((state) => setDraft(state, id, change))
  // What the store holds now: an upload ends long after the render that began it.
  const latest = (): Draft => ui.getState().drafts[id] ?? emptyDraft
  const attachments = (): readonly Attachment[] => latest().attachments
  return {
    ...draft,
    change,
    count: () => attachments().length,
    finish: (sent) => change(afterSending(latest(), sent)),
    attach: (attachment) =>
      change({ attachments: [...attachments().filter((other) => !same(other, attachment)), attachment] }),
    detach: (attachment) =>
      change({ attachments: attachments().filter((other) => !same(other, attachment)) }),
  }
}
