import { randomUUID } from 'node:crypto'
import { importJWK, SignJWT } from 'jose'
import type { Clock } from '../../base/index.ts'
import type { NodeId, WorkspaceId } from '../../contracts/index.ts'
import type { Identity } from './identity.ts'

/** Signs one call to one node agent: a job token for operation `op`, in workspace `ws` where there is one. */
export type SignJob = (op: string, ws?: WorkspaceId) => Promise<string>

/** `user` becomes the token's subject; a token lives `lifeMs` milliseconds. */
export async function createJobSigner(
  identity: Identity,
  nodeId: NodeId,
  user: string,
  clock: Clock,
  lifeMs: number,
): Promise<SignJob> {
  const key = await importJWK(identity.privateKey, 'EdDSA')
  return (op, ws) => {
    const issuedAt = Math.floor(clock.now() / 1000)
    return new SignJWT({ op, ...(ws === undefined ? {} : { ws }) })
      .setProtectedHeader({ alg: 'EdDSA' })
      .setIssuer(identity.installId)
      .setAudience(nodeId)
      .setSubject(user)
      .setJti(randomUUID())
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + Math.ceil(lifeMs / 1000))
      .sign(key)
  }
}
