import { and, eq } from 'drizzle-orm'
import type { Orm } from './open.ts'
import { idempotency } from './schema.ts'

export class IdempotencyReader {
  protected readonly orm: Orm

  constructor(orm: Orm) {
    this.orm = orm
  }

  find(operation: string, key: string): string | undefined {
    const at = and(eq(idempotency.operation, operation), eq(idempotency.key, key))
    return this.orm.select().from(idempotency).where(at).get()?.resultId
  }
}

export class IdempotencyWriter extends IdempotencyReader {
  insert(operation: string, key: string, resultId: string, createdAt: number): void {
    this.orm.insert(idempotency).values({ operation, key, resultId, createdAt }).run()
  }
}
