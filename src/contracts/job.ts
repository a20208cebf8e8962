import { z } from 'zod'
import { NodeId, WorkspaceId } from './ids.ts'

/** Header that carries the job token on every call to a node agent. */
export const jobTokenHeader = 'x-switchyard-job'

/** Version of the agent contract; both sides must have the same major. */
export const agentProtocol = 1

/**
 * Claims of a job token (JWT, EdDSA over Ed25519): who asked, which node, which operation, which workspace.
 * `op` is the contract path such as `session.prompt`, or `streams` for the byte-stream socket.
 */
export const JobClaims = z.object({
  iss: z.string(),
  aud: NodeId,
  sub: z.string(),
  op: z.string(),
  ws: WorkspaceId.optional(),
  /** Nonce; a second use within the token's life is a replay. */
  jti: z.string().min(16),
  iat: z.number().int(),
  exp: z.number().int(),
})
export type JobClaims = z.infer<typeof JobClaims>

/** Exit status of a node agent whose database is damaged. */
export const damagedDatabaseStatus = 3

/** What the control plane leaves for the node agent before its first start. */
export const Enrolment = z.object({
  nodeId: NodeId,
  /** Public key of the installation as a JWK (kty OKP, crv Ed25519). */
  publicKey: z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string() }),
})
export type Enrolment = z.infer<typeof Enrolment>
