import type { Attachment } from '../../../contracts/index.ts'
import type { Draft } from '../../state/index.ts'

/** Whether two attachments are of the same thing. */
export const same = (a: Attachment, b: Attachment): boolean =>
  a.kind === 'file'
    ? b.kind === 'file' && a.repositoryId === b.repositoryId && a.path === b.path
    : b.kind === 'image' && a.id === b.id

/** What is left of a draft once `sent` is done with: what was written or attached while it was on its way stays. */
export const afterSending = (now: Draft, sent: Draft): Draft => ({
  text: now.text.startsWith(sent.text) ? now.text.slice(sent.text.length).trimStart() : now.text,
  attachments: now.attachments.filter((attachment) => !sent.attachments.some((one) => same(one, attachment))),
})
