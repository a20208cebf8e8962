export { Composer } from './composer.tsx'
export { mentionText } from './mentions.ts'
