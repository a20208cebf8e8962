import { randomBytes, timingSafeEqual } from 'node:crypto'

/** Addresses handed out and not yet used; the oldest give way. */
const mostOutstanding = 32

export const randomToken = (): string => randomBytes(32).toString('base64url')

/** Compares in time that tells nothing of where two secrets differ. */
export function sameSecret(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Tokens that let a browser in once each. */
export class OneTimeTokens {
  #outstanding: string[] = []

  mint(): string {
    const token = randomToken()
    this.#outstanding = [...this.#outstanding.slice(1 - mostOutstanding), token]
    return token
  }

  /** True the first time a minted token is shown. */
  redeem(given: string): boolean {
    const before = this.#outstanding.length
    this.#outstanding = this.#outstanding.filter((token) => !sameSecret(given, token))
    return this.#outstanding.length < before
  }
}
