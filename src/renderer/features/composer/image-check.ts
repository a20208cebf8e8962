import { imageTypes, type AgentCapabilities } from '../../../contracts/index.ts'
import { formatBytes } from '../../app/index.ts'
import { refuse, type Answer } from './commands/answer.ts'

interface Offer {
  agentName: string
  /** Null while the agent has not said what it takes. */
  capabilities: Pick<AgentCapabilities, 'image'> | null
  /** The largest image, in bytes. */
  limit: number
  /** Attachments there are already, and how many there may be. */
  attached: number
  most: number
}

export const takesNoImages = (agentName: string): string => `${agentName} does not take images`

/** Why an image cannot be attached, in words for the user; null when it can. */
export function refuseImage(file: Pick<File, 'name' | 'type' | 'size'>, offer: Offer): Answer | null {
  const { agentName, capabilities, limit, attached, most } = offer
  const not = `${file.name} was not attached`
  if (capabilities && !capabilities.image)
    return refuse(
      `${not}: ${takesNoImages(agentName)}.`,
      'Put the image into a file of the workspace and mention the file with @.',
    )
  if (!(imageTypes as readonly string[]).includes(file.type))
    return refuse(
      `${not}: it is no image that can be sent.`,
      'PNG, JPEG, GIF and WebP images can be attached.',
    )
  if (file.size > limit)
    return refuse(
      `${not}: it has ${formatBytes(file.size)}, the limit is ${formatBytes(limit)}.`,
      'Attach a smaller image, or raise the limit in the settings.',
    )
  if (attached >= most)
    return refuse(
      `${not}: a message takes ${most} attachments.`,
      'Remove one, or send it with another message.',
    )
  return null
}
