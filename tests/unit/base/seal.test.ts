import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sealBeside } from '../../../src/base/index.ts'

let folder: string
let database: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sy-seal-'))
  database = join(folder, 'app.db')
})
afterEach(() => rmSync(folder, { recursive: true }))

const settings = {
  theme: 'dark',
  agentEnv: { claude: { API_KEY: 'planted-one', EMPTY: '' } },
  customAgents: [
    { id: 'mine', args: ['--fast'], env: { TOKEN: 'planted-two' }, secretEnv: ['TOKEN'], versionArgs: null },
  ],
  mcpServers: [{ type: 'http', url: 'https://a.example', headers: { 'X-Key': 'planted-three' } }],
}

describe('a seal', () => {
  it('hides what is secret, leaves the rest readable, and gives all of it back', () => {
    const closed = sealBeside(database).close(settings)
    expect(JSON.stringify(closed)).not.toContain('planted')
    expect(closed).toMatchObject({
      theme: 'dark',
      customAgents: [{ id: 'mine', args: ['--fast'], secretEnv: ['TOKEN'] }],
      mcpServers: [{ url: 'https://a.example' }],
    })
    // Another process reads the same key.
    expect(sealBeside(database).open(closed)).toEqual(settings)
  })

  it('shows nowhere that two texts are the same', () => {
    const seal = sealBeside(database)
    expect(seal.close({ env: { a: 'same' } })).not.toEqual(seal.close({ env: { a: 'same' } }))
  })

  it('reads what was stored before there was a seal', () => {
    expect(sealBeside(database).open(settings)).toEqual(settings)
  })

  it('keeps its key in a file that only the user can read', () => {
    sealBeside(database)
    expect(statSync(join(folder, 'secret.key')).mode & 0o777).toBe(0o600)
  })

  it('says so when a text was changed or the key is another one', () => {
    const closed = sealBeside(database).close({ env: { a: 'planted' } })
    const changed = { env: { a: `${closed.env.a.slice(0, -6)}AAAA==` } }
    expect(() => sealBeside(database).open(changed)).toThrow(
      expect.objectContaining({ code: 'database_damaged' }),
    )
    rmSync(join(folder, 'secret.key'))
    expect(() => sealBeside(database).open(closed)).toThrow(/not sealed with/)
    writeFileSync(join(folder, 'secret.key'), 'nonsense')
    expect(() => sealBeside(database)).toThrow(/is no key/)
    expect(readFileSync(join(folder, 'secret.key'), 'utf8')).toBe('nonsense')
  })
})
