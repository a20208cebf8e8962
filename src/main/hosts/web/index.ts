export { rememberPort, webMemory } from './web-memory.ts'
export { startWebHost, type WebHost } from './web-host.ts'
