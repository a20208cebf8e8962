export { AttachedElsewhere } from './attached-elsewhere.tsx'
export { useWriter } from './use-writer.ts'
