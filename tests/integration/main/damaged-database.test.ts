import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Installation } from '../../hosts/switchyard/index.ts'

let installation: Installation
beforeEach(() => {
  installation = new Installation()
  mkdirSync(installation.home.root, { recursive: true })
})
afterEach(() => installation.remove())

it('a damaged database is named and left as it is', async () => {
  const noise = Buffer.alloc(8192, 'no database')
  writeFileSync(installation.home.appDatabase, noise)
  const { code, stderr } = await installation.cli(['project', 'list'])
  expect(code).toBe(1)
  expect(stderr).toContain(`The database ${installation.home.appDatabase} is damaged`)
  expect(readFileSync(installation.home.appDatabase)).toEqual(noise)
})
