import { eq } from 'drizzle-orm'
import { Settings } from '../../contracts/index.ts'
import type { Orm } from './open.ts'
import { settings } from './schema.ts'

export class SettingsReader {
  protected readonly orm: Orm

  constructor(orm: Orm) {
    this.orm = orm
  }

  /** What was set, with defaults for the rest; keys of another version are left out. */
  get(): Settings {
    const row = this.orm.select().from(settings).where(eq(settings.one, 1)).get()
    return Settings.parse(row?.entity ?? {})
  }
}

export class SettingsWriter extends SettingsReader {
  put(entity: Settings): void {
    this.orm
      .insert(settings)
      .values({ one: 1, entity })
      .onConflictDoUpdate({ target: settings.one, set: { entity } })
      .run()
  }
}
