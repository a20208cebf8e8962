export { applyChange, fromSnapshot, type Entities } from './entities.ts'
export { followPicture } from './follow.ts'
export { applyEvent, createPictureStore, pictureOf, type Picture, type PictureStore } from './picture.ts'
export {
  allNodes,
  allProjects,
  approvalsOfSession,
  needsYou,
  needsYouCount,
  nodeName,
  pendingApprovals,
  sessionsOf,
  sessionsOfProject,
  terminalsOf,
  workspacesOf,
  type NeedsYou,
} from './selectors.ts'
export { nodeStatus, sessionStatus, workspaceStatus, type Shown, type Status } from './status.ts'
export {
  applyDelta,
  applyNewestPage,
  applyOlderPage,
  applyTranscriptChange,
  emptyTranscript,
  keepLast,
  type Transcript,
} from './transcript.ts'
export { Transcripts, type OpenTranscript } from './transcripts.ts'
export {
  createUiStore,
  setDraft,
  setLastTab,
  setPanes,
  toggleProject,
  used,
  type UiState,
  type UiStore,
} from './ui.ts'
