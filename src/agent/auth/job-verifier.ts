import { errors, importJWK, jwtVerify } from 'jose'
import type { Clock, Logger } from '../../base/index.ts'
import { Failure, JobClaims, toFailure, type Enrolment } from '../../contracts/index.ts'
import type { AgentStore } from '../store/index.ts'
import type { Job } from './job.ts'
import type { Refusals } from './refusals.ts'
import type { Revocation } from './revocation.ts'
import { UsedNonces } from './used-nonces.ts'

/** Checks the token of one call. Throws `unauthorized`, `forbidden`, `replayed_job`, `node_revoked`. */
export type VerifyJob = (token: string | null | undefined, job: Job) => Promise<JobClaims>

interface Deps {
  enrolment: Enrolment
  /** The enrolment as it stands on disk now; null when there is none. */
  readEnrolment(): Enrolment | null
  revocation: Revocation
  refusals: Refusals
  store: AgentStore
  clock: Clock
  log: Logger
}

/** Clocks of two machines may differ by this much. Seconds. */
const clockToleranceSeconds = 5

/**
 * Verifies job tokens against the public key pinned at enrolment: signature, this node as audience, not expired,
 * meant for this operation and workspace, never used before. Every refusal is told.
 */
export async function createJobVerifier(deps: Deps): Promise<VerifyJob> {
  const { revocation, refusals, clock } = deps
  const pin = await pinnedKey(deps)
  const nonces = new UsedNonces(deps.store, deps.log)

  const read = async (token: string): Promise<JobClaims> => {
    const { nodeId, key } = pin()
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['EdDSA'],
      audience: nodeId,
      currentDate: new Date(clock.now()),
      clockTolerance: clockToleranceSeconds,
      requiredClaims: ['exp', 'iat', 'jti', 'sub'],
    })
    return JobClaims.parse(payload)
  }

  const believed = async (token: string | null | undefined): Promise<JobClaims> => {
    if (!token) throw new Failure('unauthorized', 'The call carries no job token')
    try {
      return await read(token).catch(async (error: unknown) => {
        if (error instanceof errors.JWSSignatureVerificationFailed && (await pin.renewed()))
          return read(token)
        throw error
      })
    } catch (error) {
      throw new Failure('unauthorized', `The job token was refused: ${(error as Error).message}`, {
        cause: error,
      })
    }
  }

  const allow = (claims: JobClaims, { op, workspace }: Job): void => {
    if (claims.op !== op) throw new Failure('forbidden', `The job token is for ${claims.op}, not for ${op}`)
    if (claims.ws !== workspace)
      throw new Failure(
        'forbidden',
        `The job token is for ${claims.ws ?? 'no workspace'}, not for ${workspace ?? 'none'}`,
      )
    revocation.check(op)
    // Expired tokens are refused by their date, so a nonce need not be remembered for longer.
    nonces.use(claims.jti, (claims.exp + clockToleranceSeconds) * 1000, clock.now())
  }

  return async (token, job) => {
    let claims: JobClaims | null = null
    try {
      claims = await believed(token)
      allow(claims, job)
      return claims
    } catch (error) {
      if (error instanceof Failure)
        refusals.add({ job, subject: claims?.sub ?? null, failure: toFailure(error) })
      throw error
    }
  }
}

type Key = Awaited<ReturnType<typeof importJWK>>

/**
 * The key this node obeys. It changes only by a new enrolment on disk, which is looked for when a signature does
 * not fit: enrolling a running node again needs no restart.
 */
async function pinnedKey({ enrolment, readEnrolment }: Deps) {
  let pinned = enrolment
  let key: Key = await importJWK(pinned.publicKey, 'EdDSA')
  const current = (): { nodeId: string; key: Key } => ({ nodeId: pinned.nodeId, key })
  const renewed = async (): Promise<boolean> => {
    const found = readEnrolment()
    if (!found || (found.publicKey.x === pinned.publicKey.x && found.nodeId === pinned.nodeId)) return false
    key = await importJWK(found.publicKey, 'EdDSA')
    pinned = found
    return true
  }
  return Object.assign(current, { renewed })
}
