import { join } from 'node:path'
import { Failure } from '../../contracts/index.ts'

/** Longest folder name: file systems allow 255 bytes. */
const longestName = 100
// Windows refuses these in names; elsewhere they are only awkward.
const awkward = /[<>:"|?*]/g

/** The folder of each repository's worktree, named after the repository, unique without regard to case. */
export function repositoryFolders(folder: string, names: readonly string[]): string[] {
  const taken = new Set<string>()
  return names.map((given) => {
    const name = folderName(given)
    let candidate = name
    for (let n = 2; taken.has(candidate.toLowerCase()); n++) candidate = `${name}-${n}`
    taken.add(candidate.toLowerCase())
    return join(folder, candidate)
  })
}

/** A repository's name as a folder name. Throws `name_invalid` for what could lead out of the folder. */
function folderName(name: string): string {
  const plain = name.trim()
  const hostile = plain === '' || /^\.+$/.test(plain) || /[/\\\u0000-\u001f\u007f]/.test(plain)
  if (hostile || plain.length > longestName)
    throw new Failure(
      'name_invalid',
      `${JSON.stringify(name.slice(0, longestName))} cannot be a repository's name`,
      {
        hint: 'A name has no slashes or control characters and at most 100 characters.',
      },
    )
  // The marker is the one file of ours beside the worktrees.
  return plain.replace(awkward, '-').replace(/^\.switchyard/i, 'switchyard')
}
