import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keepStatements } from '../../../src/base/database/keep-statements.ts'

let database: Database.Database
beforeEach(() => {
  database = new Database(':memory:')
  database.exec('CREATE TABLE numbers (n integer); INSERT INTO numbers VALUES (1), (2)')
  keepStatements(database)
})
afterEach(() => void database.close())

const all = 'SELECT n FROM numbers ORDER BY n'

describe('statements that are kept', () => {
  it('are made once for the same SQL', () => {
    expect(database.prepare(all)).toBe(database.prepare(all))
    expect(database.prepare('SELECT 1')).not.toBe(database.prepare(all))
  })

  it('come as new, however they were used before', () => {
    expect(database.prepare(all).raw().all()).toEqual([[1], [2]])
    expect(database.prepare(all).all()).toEqual([{ n: 1 }, { n: 2 }])
  })

  it('can be used while the same one is being read', () => {
    const seen = []
    for (const row of database.prepare(all).iterate()) seen.push(row, database.prepare(all).get())
    expect(seen).toEqual([{ n: 1 }, { n: 1 }, { n: 2 }, { n: 1 }])
  })

  it('see a table that was changed after they were made', () => {
    const rows = 'SELECT * FROM numbers WHERE n = 1'
    expect(database.prepare(rows).all()).toEqual([{ n: 1 }])
    database.exec('ALTER TABLE numbers ADD COLUMN name text')
    expect(database.prepare(rows).all()).toEqual([{ n: 1, name: null }])
  })

  it('are forgotten when many others came after', () => {
    const first = database.prepare(all)
    for (let n = 0; n < 199; n++) database.prepare(`SELECT ${n}`)
    expect(database.prepare(all)).toBe(first)
    for (let n = 0; n < 200; n++) database.prepare(`SELECT ${n}`)
    expect(database.prepare(all)).not.toBe(first)
  })
})
