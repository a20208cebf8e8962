import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  backUp,
  examineDatabases,
  findDamage,
  listBackups,
  openDatabase,
  repairDatabase,
  resolveHome,
  silentLogger,
  type Home,
  type KeepBackups,
  type SqliteDatabase,
} from '../../../src/base/index.ts'
import { resolveLimits, type LimitOverrides } from '../../../src/contracts/index.ts'
import { ManualClock } from '../../unit/agent/manual-clock.ts'

const migrations = { '0000_first.sql': 'CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT)' }
let clock: ManualClock
let folder: string
let home: Home
let file: string
let told: string[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sy-db-'))
  home = resolveHome({ SWITCHYARD_HOME: folder })
  mkdirSync(home.agent.root)
  file = home.appDatabase
  told = []
  clock = new ManualClock()
})
afterEach(() => rmSync(folder, { recursive: true }))

const options = (overrides: LimitOverrides = {}): KeepBackups => ({
  file,
  clock,
  log: silentLogger,
  limits: () => resolveLimits({}, { databaseBackupReserveBytes: 0, ...overrides }),
  damaged: (reason) => told.push(reason),
})
const backUpNow = (overrides?: LimitOverrides) => backUp(options(overrides), new AbortController().signal)

const fill = (database: SqliteDatabase, rows: number): void => {
  const insert = database.prepare('INSERT INTO notes (body) VALUES (?)')
  database.transaction(() => {
    for (let n = 0; n < rows; n++) insert.run('x'.repeat(500))
  })()
}
const rowsOf = (path: string): number => {
  const database = new Database(path, { readonly: true })
  const { n } = database.prepare('SELECT count(*) AS n FROM notes').get() as { n: number }
  database.close()
  return n
}
/** A closed database of 400 rows, some 250 KB, with one backup of 300 of them. */
async function prepare(): Promise<void> {
  const database = openDatabase(file, migrations)
  fill(database, 300)
  await backUpNow()
  fill(database, 100)
  database.close()
}

const damages: Record<string, () => void> = {
  'cut in half': () => truncateSync(file, readFileSync(file).length / 2),
  'cut in the middle of its first page': () => truncateSync(file, 100),
  'cut to nothing': () => truncateSync(file, 0),
  'with a page of zeros': () => overwrite(4096 * 20, Buffer.alloc(4096)),
  'with its first page zeroed': () => overwrite(0, Buffer.alloc(4096)),
  'with noise in a page': () => overwrite(4096 * 20, Buffer.alloc(4096, 'noise')),
  'of noise altogether': () => writeFileSync(file, Buffer.alloc(8192, 'no database')),
}
function overwrite(at: number, bytes: Buffer): void {
  const whole = readFileSync(file)
  bytes.copy(whole, at)
  writeFileSync(file, whole)
}

describe.each(Object.entries(damages))('a database %s', (_, damage) => {
  it('is refused, named and left as it is, and its backup is offered and put back', async () => {
    await prepare()
    damage()
    const damaged = readFileSync(file)
    expect(() => openDatabase(file, migrations)).toThrow(
      expect.objectContaining({
        code: 'database_damaged',
        message: expect.stringContaining(file),
        hint: expect.stringContaining('switchyard doctor'),
        details: expect.objectContaining({ backups: [expect.objectContaining({ number: 1 })] }),
      }),
    )
    expect(readFileSync(file)).toEqual(damaged)
    expect(examineDatabases(home)[0]).toMatchObject({
      owner: 'app',
      damage: expect.any(String),
      inUse: false,
    })

    const { backup, movedAside } = repairDatabase(home, 'app', null, clock.now())
    expect(backup?.number).toBe(1)
    expect(readFileSync(movedAside[0]!)).toEqual(damaged)
    openDatabase(file, migrations).close()
    expect(rowsOf(file)).toBe(300)
    expect(listBackups(file)).toHaveLength(1)
  })
})

it('an empty file beside a write-ahead log that holds everything is no new database', () => {
  const database = openDatabase(file, migrations)
  fill(database, 10)
  const log = readFileSync(`${file}-wal`)
  database.close()
  writeFileSync(file, '')
  writeFileSync(`${file}-wal`, log)
  expect(() => openDatabase(file, migrations)).toThrow(/write-ahead log/)
  expect(readFileSync(`${file}-wal`)).toEqual(log)
})

it('a backup holds everything committed while the database is in use', async () => {
  const database = openDatabase(file, migrations)
  fill(database, 50)
  const copying = backUpNow()
  fill(database, 50)
  await copying
  const [backup] = listBackups(file)
  expect(rowsOf(backup!.file)).toBeOneOf([50, 100])
  expect(findDamage(backup!.file, true)).toBeNull()
  database.close()
})

it('keeps the newest backups, however the clock was set between them', async () => {
  const database = openDatabase(file, migrations)
  for (let n = 0; n < 4; n++) {
    fill(database, 1)
    clock.tick(n === 2 ? -500_000 : 1_000)
    await backUpNow({ databaseBackups: 2 })
  }
  database.close()
  expect(listBackups(file).map(({ number }) => number)).toEqual([4, 3])
  expect(rowsOf(listBackups(file)[0]!.file)).toBe(4)
})

it('damage in use is told, and pushes no sound backup out', async () => {
  await prepare()
  damages['with noise in a page']!()
  for (let n = 0; n < 3; n++) await backUpNow({ databaseBackups: 1 })
  expect(told).toHaveLength(3)
  expect(listBackups(file)).toHaveLength(1)
  expect(rowsOf(listBackups(file)[0]!.file)).toBe(300)
})

it('leaves a disk alone that is nearly full', async () => {
  await prepare()
  await backUpNow({ databaseBackupReserveBytes: 1e15 })
  expect(listBackups(file)).toHaveLength(1)
  expect(told).toEqual([])
})

it('backs a database up before migrating it', () => {
  const old = openDatabase(file, migrations)
  fill(old, 5)
  old.close()
  expect(listBackups(file)).toEqual([])
  const next = { ...migrations, '0001_second.sql': 'DELETE FROM notes' }
  openDatabase(file, next).close()
  expect(rowsOf(file)).toBe(0)
  expect(rowsOf(listBackups(file)[0]!.file)).toBe(5)
})

it('without a backup the damaged file is moved aside and a new database made', async () => {
  await prepare()
  damages['of noise altogether']!()
  rmSync(join(folder, 'backups'), { recursive: true })
  expect(() => repairDatabase(home, 'app', null, 0)).toThrow(/no sound backup/)
  repairDatabase(home, 'app', 'none', 0)
  openDatabase(file, migrations).close()
  expect(rowsOf(file)).toBe(0)
  expect(readdirSync(folder).filter((name) => name.includes('.damaged-'))).toHaveLength(1)
})

it('a damaged backup is passed over for an older sound one', async () => {
  await prepare()
  await backUpNow()
  const [newest] = listBackups(file)
  truncateSync(newest!.file, 5000)
  damages['cut in half']!()
  expect(repairDatabase(home, 'app', null, 0).backup?.number).toBe(1)
})
