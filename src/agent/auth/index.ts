export { createJobVerifier, type VerifyJob } from './job-verifier.ts'
export { Refusals } from './refusals.ts'
export { Revocation } from './revocation.ts'
export { workspaceOf } from './workspace-of.ts'
