export { createJobVerifier, type VerifyJob } from './job-verifier.ts'
export { workspaceOf } from './workspace-of.ts'
