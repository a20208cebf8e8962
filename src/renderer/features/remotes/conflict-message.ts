import type { Attachment, ConflictFile, RepositoryConflicts } from '../../../contracts/index.ts'
import { mostAttachments } from '../../../contracts/index.ts'

const sideWords: Readonly<Record<ConflictFile['ours'], string>> = {
  added: 'added',
  modified: 'changed',
  deleted: 'deleted',
  absent: 'does not have',
}

/** What both sides did to a file, in a person's words. */
export const sidesOf = ({ ours, theirs }: ConflictFile): string =>
  ours === theirs ? `both ${sideWords[ours]}` : `ours ${sideWords[ours]}, theirs ${sideWords[theirs]}`

/** The request to an agent to resolve conflicts: what is under way, which files, and what it must leave alone. */
export function conflictMessage(conflicts: readonly RepositoryConflicts[]): string {
  const parts = conflicts.map((one) => {
    const files = one.files.map((file) => {
      const markers =
        file.markers > 0 ? `, ${file.markers} conflict${file.markers === 1 ? '' : 's'} marked` : ''
      return `- \`${file.path}\`: ${sidesOf(file)}${file.binary ? ', binary' : ''}${markers}`
    })
    return [
      `Repository ${one.repository} (${one.worktree}): a ${one.kind} of ${one.branch} has stopped at conflicts.`,
      `Ours is ${one.oursName}; theirs is ${one.theirsName}.`,
      '',
      ...files,
    ].join('\n')
  })
  return [
    'Resolve these merge conflicts.',
    ...parts,
    'Keep what both sides meant. Edit the files until no conflict marker is left, and run the checks that apply. ' +
      'Do not commit, continue or abort: I will look at the result and go on from there.',
  ].join('\n\n')
}

/** The files themselves, for the agent to read; as many as a message takes. */
export const conflictAttachments = (conflicts: readonly RepositoryConflicts[]): Attachment[] =>
  conflicts
    .flatMap(({ repositoryId, files }) =>
      files
        // One that a side deleted may be gone.
        .filter(({ ours, theirs }) => ours !== 'deleted' && theirs !== 'deleted')
        .map(({ path }): Attachment => ({ kind: 'file', repositoryId, path })),
    )
    .slice(0, mostAttachments)
