export { BeingWrittenContext } from './being-written.ts'
export { CommentsBar } from './comments-bar.tsx'
export { NewComment } from './new-comment.tsx'
export { useThreadNotes } from './use-thread-notes.tsx'
