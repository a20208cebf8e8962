export { AgentDetector } from './detect.ts'
