import type { BranchCheck, BranchPolicy } from '../../../contracts/index.ts'

/** What the checks of all repositories say of a branch name, in one. */
export type BranchState =
  | { kind: 'unknown' }
  | { kind: 'free' }
  /** It can be used, but becomes another name. */
  | { kind: 'suffixed'; message: string }
  /** It cannot be used as it is. `suggestion` is free everywhere it was asked about. */
  | { kind: 'refused'; message: string; suggestion: string | null }

/** Judges a name by the checks for it. An invalid name is refused under any policy, a taken one under `unique`. */
export function branchState(checks: readonly BranchCheck[], policy: BranchPolicy): BranchState {
  if (checks.length === 0) return { kind: 'unknown' }
  const invalid = checks.find(({ result }) => result === 'invalid')
  if (invalid)
    return {
      kind: 'refused',
      message: invalid.message ?? `${invalid.branch} is no branch name git takes`,
      suggestion: invalid.suggestion,
    }
  const taken = checks.filter(({ result }) => result === 'exists')
  const [first] = taken
  if (!first) return { kind: 'free' }
  const where = taken.map(({ repository }) => repository).join(' and ')
  if (policy === 'suffix')
    return {
      kind: 'suffixed',
      message: `Branch ${first.branch} exists in ${where}. ${first.suggestion ? `It becomes ${first.suggestion}.` : 'It gets a number.'}`,
    }
  return {
    kind: 'refused',
    message: `Branch ${first.branch} exists in ${where}.`,
    suggestion: first.suggestion,
  }
}
