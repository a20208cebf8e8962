import { FileText } from 'lucide-react'
import type { Attachment, SessionId } from '../../../contracts/index.ts'
import { Chip } from '../../ui/index.ts'
import { AgentPicture, Picture } from './picture.tsx'

interface Props {
  sessionId: SessionId
  attachments: readonly Attachment[]
}

/** What the user sent beside the text: mentioned files, and images. */
export function MessageAttachments({ sessionId, attachments }: Props) {
  if (attachments.length === 0) return null
  return (
    <ul aria-label="Attachments" className="mt-2 flex flex-wrap gap-1.5">
      {attachments.map((attachment) =>
        attachment.kind === 'image' ? (
          <li key={attachment.id}>
            <Picture sessionId={sessionId} image={attachment} />
          </li>
        ) : (
          <li key={`${attachment.repositoryId} ${attachment.path}`} className="max-w-full">
            <Chip mono title={attachment.path} icon={<FileText aria-hidden />}>
              {attachment.path}
            </Chip>
          </li>
        ),
      )}
    </ul>
  )
}

/** Images that an agent shows. */
export function AgentPictures({ sessionId, attachments }: Props) {
  return attachments.map(
    (attachment) =>
      attachment.kind === 'image' && (
        <AgentPicture key={attachment.id} sessionId={sessionId} image={attachment} />
      ),
  )
}
