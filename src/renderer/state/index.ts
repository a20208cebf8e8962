export { applyChange, fromSnapshot, pullKey, type Entities } from './entities.ts'
export { followPicture } from './follow.ts'
export { applyEvent, createPictureStore, pictureOf, type PictureStore } from './picture.ts'
export {
  allNodes,
  allProjects,
  approvalsOfSession,
  heldBy,
  locksOf,
  pendingQuestions,
  waitingIn,
  needsYou,
  needsYouCount,
  archivedOf,
  nodeName,
  queueOf,
  rulesOf,
  sessionsInTerminals,
  sessionsOf,
  sessionsOfProject,
  terminalsOf,
  workspacesOf,
  pullsOf,
} from './selectors.ts'
export { sitDown } from './sit-down.ts'
export { nodeStatus, sessionStatus, workspaceStatus, type Status } from './status.ts'
export {
  applyDelta,
  applyLiveText,
  applyNewerPage,
  applyNewestPage,
  applyOlderPage,
  applyPageAround,
  applyTranscriptChange,
  emptyTranscript,
  keepLast,
  type Transcript,
} from './transcript.ts'
export { Transcripts, type OpenTranscript, type ReadingPlace, type TranscriptView } from './transcripts.ts'
export {
  createUiStore,
  emptyDraft,
  firstChangesView,
  setActiveRepository,
  setChangesView,
  setDraft,
  setLastTab,
  toggleProject,
  used,
  type Draft,
  type UiState,
  type UiStore,
} from './ui.ts'
