import { lte } from 'drizzle-orm'
import type { Orm } from './open.ts'
import { usedNonces } from './schema.ts'

export class NoncesTable {
  readonly #orm: Orm

  constructor(orm: Orm) {
    this.#orm = orm
  }

  /** Those that expire first come first. */
  all(): { nonce: string; expiresAt: number }[] {
    return this.#orm.select().from(usedNonces).orderBy(usedNonces.expiresAt).all()
  }

  /** One whose token has expired may come again. */
  insert(nonce: string, expiresAt: number): void {
    this.#orm
      .insert(usedNonces)
      .values({ nonce, expiresAt })
      .onConflictDoUpdate({ target: usedNonces.nonce, set: { expiresAt } })
      .run()
  }

  dropExpired(now: number): void {
    this.#orm.delete(usedNonces).where(lte(usedNonces.expiresAt, now)).run()
  }
}
