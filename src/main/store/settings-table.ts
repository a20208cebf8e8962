import { eq } from 'drizzle-orm'
import type { Seal } from '../../base/index.ts'
import { Settings } from '../../contracts/index.ts'
import type { Orm } from './open.ts'
import { settings } from './schema.ts'

export class SettingsReader {
  protected readonly orm: Orm

  /** Variables and headers are secret: they stand sealed in the row. */
  protected readonly seal: Seal

  constructor(orm: Orm, seal: Seal) {
    this.orm = orm
    this.seal = seal
  }

  /** What was set, with defaults for the rest; keys of another version are left out. */
  get(): Settings {
    const row = this.orm.select().from(settings).where(eq(settings.one, 1)).get()
    return Settings.parse(this.seal.open(row?.entity ?? {}))
  }
}

export class SettingsWriter extends SettingsReader {
  put(settingsNow: Settings): void {
    const entity = this.seal.close(settingsNow)
    this.orm
      .insert(settings)
      .values({ one: 1, entity })
      .onConflictDoUpdate({ target: settings.one, set: { entity } })
      .run()
  }
}
