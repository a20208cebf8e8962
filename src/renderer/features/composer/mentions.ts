import type { Attachment, Workspace } from '../../../contracts/index.ts'

export type FileAttachment = Extract<Attachment, { kind: 'file' }>

/** What may stand right before and right after a mention; a full stop only where a sentence ends. */
const before = String.raw`(?<=^|[\s([{'"])`
const after = String.raw`(?=$|[\s,;:!?)\]}'"]|\.(?:\s|$))`

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)

/** How a file is mentioned in the text: `@path`, with its repository's name where there are several. */
export function mentionText(
  { repositoryId, path }: Pick<FileAttachment, 'repositoryId' | 'path'>,
  { repositories }: Pick<Workspace, 'repositories'>,
): string {
  const name = repositories.find((repository) => repository.repositoryId === repositoryId)?.name
  const full = repositories.length > 1 && name !== undefined ? `${name}/${path}` : path
  return /\s/.test(full) ? `@"${full}"` : `@${full}`
}

const pattern = (mention: string): RegExp => new RegExp(`${before}${escaped(mention)}${after}`, 'gm')

/** Of the files that were picked, those the text still mentions, each once. */
export function mentionedFiles(
  text: string,
  picked: readonly FileAttachment[],
  workspace: Pick<Workspace, 'repositories'>,
): FileAttachment[] {
  const mentions = picked.map((file) => ({ file, mention: mentionText(file, workspace) }))
  return mentions
    .filter(
      ({ mention }, index) =>
        pattern(mention).test(text) && mentions.findIndex((other) => other.mention === mention) === index,
    )
    .map(({ file }) => file)
}

/** The text without any mention of a file. */
export const withoutMention = (text: string, mention: string): string =>
  text.replace(new RegExp(`${pattern(mention).source} ?`, 'gm'), '')
