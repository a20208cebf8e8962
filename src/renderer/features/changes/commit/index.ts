export { CommitBar } from './commit-bar.tsx'
