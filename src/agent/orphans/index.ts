export { Orphans } from './orphans.ts'
