import type { Approval } from '../../contracts/index.ts'

/**
 * The one option of an approval that says yes or no for this time only; null when there is none, or several that
 * cannot be told apart by their kind.
 */
export function onceOption({ options }: Approval, decision: 'allow' | 'reject'): string | null {
  const [only, ...others] = options.filter(({ kind }) => kind === `${decision}_once`)
  return only && others.length === 0 ? only.id : null
}

/**
 * The option the agent is told. Where the user's "always" is remembered as a rule, the agent hears the answer for
 * this time: it then asks again, the rule answers, and a rule that is revoked stops at once. An agent that has no
 * such option is told what was chosen.
 */
export function toldOption(approval: Approval): string | null {
  const { chosenOption, remembers, answeredFrom } = approval
  const chosen = approval.options.find(({ id }) => id === chosenOption)
  if (!chosen || remembers === null || answeredFrom === 'prompt') return chosenOption
  if (chosen.kind === 'allow_always') return onceOption(approval, 'allow') ?? chosenOption
  if (chosen.kind === 'reject_always') return onceOption(approval, 'reject') ?? chosenOption
  return chosenOption
}
