export { createRouter, type AgentRouter } from './router.ts'
export type { CallContext } from './services.ts'
