import { tellingLine } from '../../base/index.ts'

/** Longest slug; the prefix comes on top. */
const longestSlug = 48
const fallback = 'work'
/** Words that say nothing about the task. */
const filler = new Set(
  'a an the this that to of in on at for and or so we i you it is are be please can could should would my our your'.split(
    ' ',
  ),
)

const withoutAccents = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '')

/**
 * An ASCII branch slug for what the user wants done: `Fix the login timeout, please` → `fix-login-timeout`.
 * Whole words, at most 48 characters; `work` when nothing usable is left.
 */
export function branchSlug(prompt: string): string {
  const words = withoutAccents(tellingLine(prompt))
    .toLowerCase()
    .replace(/['’]/g, '')
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
  const telling = words.filter((word) => !filler.has(word))
  let slug = ''
  for (const word of telling.length > 0 ? telling : words) {
    const next = slug === '' ? word.slice(0, longestSlug) : `${slug}-${word}`
    if (next.length > longestSlug) break
    slug = next
  }
  return slug || fallback
}

/** Longest display name made from a prompt. */
const longestName = 60

/** A display name: the prompt's first line cut at a word, else the branch. */
export function workspaceName(prompt: string, branch: string): string {
  // Markdown marks at the start and control characters say nothing in a sidebar.
  const line = tellingLine(prompt)
    .replace(/\p{Cc}/gu, ' ')
    .replace(/^[#>*\-\s]+/, '')
    .replace(/\s+/g, ' ')
    .trim()
  // The branch has not been checked yet; what it may hold must not spoil the name.
  if (line === '')
    return (
      branch
        .replace(/\p{Cc}/gu, ' ')
        .trim()
        .slice(0, longestName) || 'Workspace'
    )
  if (line.length <= longestName) return line
  const cut = line.slice(0, longestName)
  const space = cut.lastIndexOf(' ')
  return `${cut.slice(0, space > longestName / 2 ? space : longestName - 1).trimEnd()}…`
}
