export { securityHeaders } from './security-headers.ts'
export { findStaticFile } from './static-file.ts'
