export { ProjectService } from './project-service.ts'
export { findByReference } from './reference.ts'
