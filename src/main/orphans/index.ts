export { OrphanService } from './orphan-service.ts'
