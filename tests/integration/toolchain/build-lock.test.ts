import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { root, runNode } from './project-copy.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'switchyard-lock-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A process that takes the lock and writes `in` and `out` into a log, with a moment between them. */
function builder() {
  const program = `
    import { appendFileSync } from 'node:fs'
    import { setTimeout } from 'node:timers/promises'
    import { withBuildLock } from ${JSON.stringify(pathToFileURL(join(root, 'scripts/lib/build-lock.mjs')).href)}
    const log = (word) => appendFileSync(${JSON.stringify(join(folder, 'log'))}, word + '\\n')
    await withBuildLock(${JSON.stringify(join(folder, 'out'))}, async () => {
      log('in')
      await setTimeout(30)
      log('out')
    })`
  return runNode(['--input-type=module', '-e', program], folder)
}

const log = () => readFileSync(join(folder, 'log'), 'utf8').trim().split('\n')

test('several processes build one after another and leave no lock behind', async () => {
  await Promise.all([builder(), builder(), builder(), builder()])
  expect(log().join(' ')).toBe('in out in out in out in out')
  expect(readdirSync(join(folder, 'out'))).toEqual([])
})

test('the lock of a process that died is taken over', async () => {
  const { output } = await runNode(['-p', 'process.pid'], folder)
  mkdirSync(join(folder, 'out'))
  writeFileSync(join(folder, 'out/.lock'), output.trim())
  await Promise.all([builder(), builder()])
  expect(log().join(' ')).toBe('in out in out')
  expect(existsSync(join(folder, 'out/.lock'))).toBe(false)
})
