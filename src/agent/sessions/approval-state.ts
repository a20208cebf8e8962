import {
  Failure,
  type AnswerSource,
  type Approval,
  type ApprovalStatus,
  type RuleId,
} from '../../contracts/index.ts'
import { isFinal, type Moves } from './moves.ts'

export const approvalMoves: Moves<ApprovalStatus> = {
  pending: ['approved', 'denied', 'expired', 'cancelled'],
  approved: [],
  denied: [],
  expired: [],
  cancelled: [],
}

/** `option` is the id of one of the agent's options, or a kind: the first option of that kind is meant. */
export type ApprovalCommand =
  | { type: 'answer'; option: string; from: AnswerSource; rule?: RuleId }
  | { type: 'cancel' }
  | { type: 'expire' }
export interface ApprovalEvent {
  status: Exclude<ApprovalStatus, 'pending'>
  chosenOption: string | null
  from: AnswerSource | null
  rule: RuleId | null
  at: number
}

const unanswered = { chosenOption: null, from: null, rule: null }

/** Events of a command; none when it has an outcome already: the first one stands. */
export function decideApproval(
  approval: Approval,
  command: ApprovalCommand,
  at: number,
): ApprovalEvent[] | Failure {
  if (isFinal(approvalMoves, approval.status)) return []
  switch (command.type) {
    case 'cancel':
      return [{ status: 'cancelled', ...unanswered, at }]
    case 'expire':
      return [{ status: 'expired', ...unanswered, at }]
    case 'answer': {
      const chosen =
        approval.options.find((option) => option.id === command.option) ??
        approval.options.find((option) => option.kind === command.option)
      if (!chosen) return unknownOption(approval, command.option)
      const allows = chosen.kind === 'allow_once' || chosen.kind === 'allow_always'
      const { from, rule = null } = command
      return [{ status: allows ? 'approved' : 'denied', chosenOption: chosen.id, from, rule, at }]
    }
  }
}

export const evolveApproval = (approval: Approval, event: ApprovalEvent): Approval => ({
  ...approval,
  status: event.status,
  chosenOption: event.chosenOption,
  answeredAt: event.at,
  answeredFrom: event.from,
  rule: event.rule,
  updatedAt: event.at,
  revision: approval.revision + 1,
})

/** The approval after a command; null when it changes nothing. Throws `invalid_input` for an unknown option. */
export function moveApproval(approval: Approval, command: ApprovalCommand, at: number): Approval | null {
  const events = decideApproval(approval, command, at)
  if (events instanceof Failure) throw events
  return events.length === 0 ? null : events.reduce(evolveApproval, approval)
}

function unknownOption(approval: Approval, option: string): Failure {
  const valid = approval.options.map(({ id, kind }) => (id === kind ? id : `${id} (${kind})`))
  return new Failure('invalid_input', `optionId: ${option} is not an option of this approval`, {
    hint: `Valid options: ${valid.join(', ')}.`,
    details: { path: 'optionId', options: approval.options },
  })
}

/** The kinds to look for, best first, when the user answered for the whole turn beforehand. */
const automaticKinds = {
  // Never wider than what the user said: an agent that offers no `allow_once` is asked about.
  once: ['allow_once'],
  always: ['allow_always', 'allow_once'],
  reject: ['reject_once', 'reject_always'],
} as const

/** The option that answers an approval without asking; null when the user must be asked. */
export function automaticOption(
  approval: Approval,
  approve: 'ask' | 'once' | 'always' | 'reject',
): string | null {
  if (approve === 'ask') return null
  for (const kind of automaticKinds[approve]) {
    const option = approval.options.find((candidate) => candidate.kind === kind)
    if (option) return option.id
  }
  return null
}
