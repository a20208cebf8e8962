export { ModelHost } from './model-host.ts'
export type { Script, Step } from './script.ts'
