export { HeldNote } from './held-note.tsx'
export { LocksButton } from './locks-button.tsx'
