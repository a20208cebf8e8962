import { z } from 'zod'
import { AttachmentId, RepositoryId } from './ids.ts'

/** Whether the approvals of a prompt's turn are answered without asking: the user said so for this prompt. */
export const Approve = z.enum(['ask', 'once', 'always', 'reject'])
export type Approve = z.infer<typeof Approve>

/** An image that was put on the node with `attachment.put`. */
export const ImageAttachment = z.object({
  kind: z.literal('image'),
  id: AttachmentId,
  name: z.string().max(255),
  mimeType: z.string().max(100),
  bytes: z.number().int().nonnegative(),
})
export type ImageAttachment = z.infer<typeof ImageAttachment>

/** The kinds of image that are taken; what a file is, its first bytes say. */
export const imageTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const
export const ImageType = z.enum(imageTypes)
export type ImageType = z.infer<typeof ImageType>

/** A kept image; `data` in base 64. */
export const AttachmentData = z.object({ mimeType: ImageType, data: z.string() })
export type AttachmentData = z.infer<typeof AttachmentData>

/** What goes to the agent beside the text of a prompt. */
export const Attachment = z.discriminatedUnion('kind', [
  /** A file of the workspace that the text mentions; `path` is relative to the worktree of its repository. */
  z.object({ kind: z.literal('file'), repositoryId: RepositoryId, path: z.string().min(1).max(4096) }),
  ImageAttachment,
])
export type Attachment = z.infer<typeof Attachment>

/** Attachments of one prompt. */
export const mostAttachments = 50

/** What the user says in one prompt. */
export const PromptContent = z.object({
  text: z.string().min(1),
  attachments: z.array(Attachment).max(mostAttachments),
})
export type PromptContent = z.infer<typeof PromptContent>

/**
 * What becomes of a prompt while another turn runs: it waits for its turn, it is refused with `session_busy`, or
 * the running turn is cancelled and it goes first.
 */
export const WhenBusy = z.enum(['queue', 'refuse', 'interrupt'])
export type WhenBusy = z.infer<typeof WhenBusy>
