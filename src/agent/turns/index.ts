export { TurnChanges } from './turn-changes.ts'
export { Snapshots } from './snapshots.ts'
