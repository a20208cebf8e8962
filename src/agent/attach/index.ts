export { AttachHost } from './attach-host.ts'
