export { ApprovalRules } from './approval-rules.ts'
export { onceOption, toldOption } from './once-option.ts'
export { ruleMatch } from './rule-match.ts'
