export { insideFolder, type FindOptions, type Place } from './inside-folder.ts'
export { canConfine, entryOf, openFolder, type OpenFolder } from './open-folder.ts'
export { openForReading, replaceFile } from './plain-file.ts'
export { PathRefused } from './refusal.ts'
