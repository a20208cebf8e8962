export { ConflictBanner } from './conflict-banner.tsx'
export { ConflictsDialog } from './conflicts-dialog.tsx'
export { GitActDialog } from './git-act-dialog.tsx'
export { GitButton } from './git-button.tsx'
