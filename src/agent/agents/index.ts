export { AgentDetector } from './detect.ts'
export { findProgram } from './find-program.ts'
