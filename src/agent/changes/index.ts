export { ChangeWatchers } from './change-watchers.ts'
