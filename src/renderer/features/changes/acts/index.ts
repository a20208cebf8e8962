export { FileButtons } from './file-buttons.tsx'
export { HunkButtons } from './hunk-buttons.tsx'
export { LineButtons } from './line-buttons.tsx'
export { useFileActions } from './use-file-actions.ts'
