export { JournalKeeper } from './keeper.ts'
export { followJournal, journalExtent, type FollowDeps } from './follow.ts'
export { retell } from './retell.ts'
export { followLive, type LiveHub, type LiveSources } from './live.ts'
