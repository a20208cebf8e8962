import { realpathSync, statSync } from 'node:fs'
import { basename, isAbsolute, join, relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ContentBlock } from '@agentclientprotocol/sdk'
import {
  Failure,
  type AgentCapabilities,
  type Attachment,
  type AttachmentData,
  type PromptContent,
  type RepositoryId,
  type Session,
} from '../../contracts/index.ts'
import type { SessionHostDeps } from './deps.ts'
import { agentWorktree } from '../workspaces/index.ts'

/** Where a prompt's attachments are found. */
export interface PromptFiles {
  /** The repository's worktree; null when the workspace has no such repository, or agents do not get it. */
  worktree(id: RepositoryId): string | null
  /** Null when it is gone. */
  image(id: (Attachment & { kind: 'image' })['id']): AttachmentData | null
}

export const promptFiles = (
  { attachments, workspaceRoot }: Pick<SessionHostDeps, 'attachments' | 'workspaceRoot'>,
  { id: sessionId, workspaceId }: Pick<Session, 'id' | 'workspaceId'>,
): PromptFiles => ({
  worktree: (id) => agentWorktree(workspaceRoot(workspaceId), id),
  image: (id) => attachments.find(sessionId, id),
})

const isInside = (folder: string, path: string): boolean => {
  const way = relative(folder, path)
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

const noImages = (agentName: string): Failure =>
  new Failure('invalid_input', `attachments: ${agentName} does not take images`, {
    hint: 'Remove the image, or put it into a file of the workspace and mention the file.',
    details: { path: 'attachments' },
  })

/**
 * Refuses attachments that can never be sent, before anything is recorded. Throws `invalid_input` for images where
 * the agent takes none and for paths that lead out of the worktree, `attachment_not_found`.
 */
export function checkAttachments(session: Session, content: PromptContent, files: PromptFiles): void {
  for (const [index, attachment] of content.attachments.entries()) {
    const where = `attachments.${index}`
    if (attachment.kind === 'image') {
      if (session.capabilities && !session.capabilities.image) throw noImages(session.agentName)
      if (!files.image(attachment.id))
        throw new Failure('attachment_not_found', `${where}: image ${attachment.name} is not on the node`, {
          hint: 'Attach it again.',
          details: { path: where },
        })
      continue
    }
    const worktree = files.worktree(attachment.repositoryId)
    if (
      worktree === null ||
      isAbsolute(attachment.path) ||
      !isInside(worktree, join(worktree, attachment.path))
    )
      throw new Failure('invalid_input', `${where}: ${attachment.path} is not a file of this workspace`, {
        hint: 'Mention files by their path inside the worktree of their repository.',
        details: { path: where },
      })
  }
}

export interface Prepared {
  blocks: ContentBlock[]
  /** What could not be sent, in words for the transcript. */
  notices: string[]
}

/**
 * A prompt as the agent gets it. Mentioned files go as links: every agent reads files itself, and a copy in the
 * prompt would be old by the time it is read. Throws `invalid_input` for images where the agent takes none.
 */
export function promptBlocks(
  { text, attachments }: PromptContent,
  agent: { name: string; capabilities: AgentCapabilities },
  files: PromptFiles,
): Prepared {
  const blocks: ContentBlock[] = [{ type: 'text', text }]
  const notices: string[] = []
  for (const attachment of attachments) {
    if (attachment.kind === 'file') {
      const link = fileLink(attachment, files)
      if (typeof link === 'string') notices.push(link)
      else blocks.push(link)
      continue
    }
    if (!agent.capabilities.image) throw noImages(agent.name)
    const image = files.image(attachment.id)
    if (image) blocks.push({ type: 'image', ...image })
    else notices.push(`The image ${attachment.name} is gone and was not sent.`)
  }
  return { blocks, notices }
}

/** The link to a mentioned file, or why there is none. Links in the file system are resolved first. */
function fileLink(
  { repositoryId, path }: Attachment & { kind: 'file' },
  files: PromptFiles,
): ContentBlock | string {
  const worktree = files.worktree(repositoryId)
  if (worktree === null) return `The file ${path} was not sent: its repository is not in this workspace.`
  try {
    const real = realpathSync(join(worktree, path))
    if (!isInside(realpathSync(worktree), real))
      return `The file ${path} was not sent: it lies outside the worktree.`
    const size = statSync(real).isFile() ? { size: statSync(real).size } : {}
    return { type: 'resource_link', name: basename(path), uri: pathToFileURL(real).href, ...size }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error
    return `The file ${path} does not exist and was not sent.`
  }
}
