import { importJWK, jwtVerify } from 'jose'
import { Enrolment, Failure, JobClaims } from '../../../src/contracts/index.ts'
import { readJsonFile } from '../../../src/base/index.ts'

/** Checks job tokens as the contract says: signature, audience, operation, workspace, single use. */
export class JobGuard {
  readonly #file: string
  readonly #used = new Set<string>()
  readonly seen: JobClaims[] = []

  constructor(enrolmentFile: string) {
    this.#file = enrolmentFile
  }

  async check(token: unknown, op: string, workspaceId?: string): Promise<JobClaims> {
    const enrolment = readJsonFile(this.#file, Enrolment)
    if (!enrolment || typeof token !== 'string') throw new Failure('unauthorized', 'no token')
    const key = await importJWK(enrolment.publicKey, 'EdDSA')
    const { payload } = await jwtVerify(token, key, { audience: enrolment.nodeId })
    const claims = JobClaims.parse(payload)
    if (claims.op !== op) throw new Failure('forbidden', `token is for ${claims.op}, not ${op}`)
    if (claims.ws !== workspaceId)
      throw new Failure('forbidden', `token is for ${claims.ws}, not ${workspaceId}`)
    if (this.#used.has(claims.jti)) throw new Failure('replayed_job', claims.jti)
    this.#used.add(claims.jti)
    this.seen.push(claims)
    return claims
  }
}
