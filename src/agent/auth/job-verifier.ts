import { importJWK, jwtVerify } from 'jose'
import type { Clock } from '../../base/index.ts'
import { Failure, JobClaims, type Enrolment } from '../../contracts/index.ts'
import { UsedNonces } from './used-nonces.ts'

/** What a call wants to do, as it arrived. */
export interface Job {
  /** Contract path such as `session.prompt`, or `streams`. */
  op: string
  /** Workspace the input names, if it does. */
  workspace: string | undefined
}

/** Checks the token of one call. Throws `unauthorized`, `forbidden`, `replayed_job`. */
export type VerifyJob = (token: string | null | undefined, job: Job) => Promise<JobClaims>

/** Clocks of two machines may differ by this much. Seconds. */
const clockToleranceSeconds = 5

/**
 * Verifies job tokens against the public key pinned at enrolment: signature, this node as audience, not expired,
 * meant for this operation and workspace, never used before.
 */
export async function createJobVerifier(enrolment: Enrolment, clock: Clock): Promise<VerifyJob> {
  const key = await importJWK(enrolment.publicKey, 'EdDSA')
  const nonces = new UsedNonces()

  const read = async (token: string): Promise<JobClaims> => {
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms: ['EdDSA'],
        audience: enrolment.nodeId,
        currentDate: new Date(clock.now()),
        clockTolerance: clockToleranceSeconds,
        requiredClaims: ['exp', 'iat', 'jti', 'sub'],
      })
      return JobClaims.parse(payload)
    } catch (error) {
      throw new Failure('unauthorized', `The job token was refused: ${(error as Error).message}`, {
        cause: error,
      })
    }
  }

  return async (token, { op, workspace }) => {
    if (!token) throw new Failure('unauthorized', 'The call carries no job token')
    const claims = await read(token)
    if (claims.op !== op) throw new Failure('forbidden', `The job token is for ${claims.op}, not for ${op}`)
    if (claims.ws !== workspace)
      throw new Failure(
        'forbidden',
        `The job token is for ${claims.ws ?? 'no workspace'}, not for ${workspace ?? 'none'}`,
      )
    // Expired tokens are refused by their date, so a nonce need not be remembered for longer.
    nonces.use(claims.jti, (claims.exp + clockToleranceSeconds) * 1000, clock.now())
    return claims
  }
}
