import { useState } from 'react'
import { limitDefaults, mostAttachments, toFailure, type SessionView } from '../../../contracts/index.ts'
import { useEntities, useServices } from '../../app/index.ts'
import { refuse, type Answer } from './commands/answer.ts'
import { refuseImage } from './image-check.ts'
import type { OpenDraft } from './use-draft.ts'

export interface Images {
  /** Names of images on their way to the node. */
  pending: readonly string[]
  /** Attaches files; those that cannot be are told of by `tell`, the others are attached all the same. */
  add(files: readonly File[]): Promise<void>
}

/** Attaching images to a draft. They are kept on the session's node at once, so that a draft holds only their ids. */
export function useImages(
  session: SessionView,
  draft: OpenDraft,
  tell: (answer: Answer | null) => void,
): Images {
  const { client, newKey } = useServices()
  const limit = useEntities(
    ({ settings }) => settings.limits.attachmentBytes ?? limitDefaults.attachmentBytes,
  )
  const [pending, setPending] = useState<readonly string[]>([])

  const attach = async (file: File): Promise<Answer | null> => {
    const { agentName, capabilities } = session
    const offer = { agentName, capabilities, limit, attached: draft.count(), most: mostAttachments }
    const refused = refuseImage(file, offer)
    if (refused) return refused
    setPending((names) => [...names, file.name])
    try {
      const image = await client.attachment.put({
        sessionId: session.id,
        name: file.name,
        mimeType: file.type,
        data: await base64(file),
        idempotencyKey: newKey(),
      })
      draft.attach(image)
      return null
    } catch (error) {
      const { message, hint } = toFailure(error)
      return refuse(`${file.name} was not attached: ${message}`, hint ?? 'Try again.')
    } finally {
      setPending((names) => names.toSpliced(names.indexOf(file.name), 1))
    }
  }
  const add = async (files: readonly File[]): Promise<void> => {
    tell(null)
    for (const file of files) {
      const refused = await attach(file)
      if (refused) tell(refused)
    }
  }
  return { pending, add }
}

/** The bytes of a file in base 64. */
async function base64(file: File): Promise<string> {
  const reader = new FileReader()
  const read = new Promise<string>((resolve, reject) => {
    reader.addEventListener('load', () => resolve(reader.result as string))
    reader.addEventListener('error', () => reject(reader.error ?? new Error(`${file.name} cannot be read`)))
  })
  reader.readAsDataURL(file)
  const url = await read
  return url.slice(url.indexOf(',') + 1)
}
