export { Audit, type Act } from './audit.ts'
