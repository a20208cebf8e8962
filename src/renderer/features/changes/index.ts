/**
 * The Changes panel: what differs in a workspace's worktrees, file below file.
 *
 * Acts on files, hunks and lines (staging, discarding, comments) come in through `DiffExtension` (extension.ts): the
 * panel asks `useChangesExtension` (use-changes-extension.tsx) for one and gives it to the diffs by context. There is
 * nothing to change in the files that draw.
 * - `fileActions`: buttons in a file's header
 * - `hunkActions`: buttons at a hunk's first changed line
 * - `linesActions`: what to do with lines chosen by number, or by the plus that appears beside a line
 * - `notes`: content below a line of either side (threads)
 * - `banner`, `footer`: above and below all files
 */
export { ChangesPanel } from './changes-panel.tsx'
