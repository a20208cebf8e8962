/** Longest id of a profile, as the contract has it. */
const longest = 40

/** An id made from a name, not among `taken`: `Team reviewer` → `team-reviewer`, then `team-reviewer-2`. */
export function freeProfileId(name: string, taken: readonly string[]): string {
  const slug =
    name
      .normalize('NFKD')
      .toLowerCase()
      .replace(/\p{M}/gu, '')
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'agent'
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? '' : `-${number}`
    const id = slug.slice(0, longest - suffix.length).replace(/-+$/, '') + suffix
    if (!taken.includes(id)) return id
  }
}
