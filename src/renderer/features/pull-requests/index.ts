export { CreatePullRequestDialog } from './create-dialog.tsx'
export { PullRequestChips } from './pull-request-chips.tsx'
export { PullRequestDialog } from './pull-request-dialog.tsx'
export { usePullRequestActions } from './use-pull-request-actions.ts'
