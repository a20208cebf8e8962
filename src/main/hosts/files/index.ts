export { securityHeaders } from './security-headers.ts'
export { findStaticFile, type StaticFile } from './static-file.ts'
