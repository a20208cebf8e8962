import type { Approval } from '../../../contracts/index.ts'

type Option = Approval['options'][number]

/** The option a key stands for: the first of its kind. */
export const optionOfKind = (approval: Approval, ...kinds: Option['kind'][]): Option | undefined =>
  approval.options.find((option) => kinds.includes(option.kind))

/** The key shown on an option, when it is the one that key answers with. */
export function keyOfOption(approval: Approval, option: Option): string | undefined {
  if (optionOfKind(approval, 'allow_once') === option) return 'A'
  if (optionOfKind(approval, 'allow_always') === option) return 'Shift+A'
  if (optionOfKind(approval, 'reject_once', 'reject_always') === option) return 'R'
  return undefined
}

const outcomes: Record<Approval['status'], string> = {
  pending: 'waits',
  approved: 'Allowed',
  denied: 'Rejected',
  expired: 'Expired',
  cancelled: 'No longer needed',
}

/** How it ended, in one line of the transcript. */
export const outcomeOf = ({ status, rule }: Approval): string =>
  rule === null ? outcomes[status] : `${outcomes[status]} by a rule of this workspace`
