export { ModelHost, type ModelRequest } from './model-host.ts'
export type { Scene, Script, Step } from './script.ts'
