import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ProjectCopy, runNode } from './project-copy.ts'

/** Prints its arguments and where it runs, in place of the program a bundle holds. */
const ECHO = `console.log(JSON.stringify({ args: process.argv.slice(2), cwd: process.cwd() }))`
const STAMP = `import { inputsStamp, isBuilt, markBuilt } from './scripts/lib/build-stamp.mjs'
if (process.argv[2] === 'mark') markBuilt(inputsStamp())
console.log(isBuilt())`

let copy: ProjectCopy
beforeEach(async () => {
  copy = new ProjectCopy(['scripts', 'bin', 'package.json'], {
    'src/cli/main.ts': '',
    'resources/migrations/app/0000.sql': '',
    'out/main/serve.js': ECHO,
    'out/cli/main.js': ECHO,
    'stamp.mjs': STAMP,
  })
  await node('stamp.mjs', 'mark')
})
afterEach(() => copy.remove())

const node = (script: string, ...args: string[]) => runNode([join(copy.folder, script), ...args], copy.folder)
const isBuilt = async () => (await node('stamp.mjs')).output.trim() === 'true'

/** Runs with other environment variables; undefined removes one. */
async function withEnvironment<T>(changes: Record<string, string | undefined>, work: () => Promise<T>) {
  const before = { ...process.env }
  for (const [name, value] of Object.entries(changes))
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  try {
    return await work()
  } finally {
    process.env = before
  }
}

test.each<[string, () => void]>([
  ['a changed source', () => writeFileSync(join(copy.folder, 'src/cli/main.ts'), 'changed')],
  ['a saved source of the same size', () => utimesSync(join(copy.folder, 'src/cli/main.ts'), 1, 1)],
  ['a new source', () => writeFileSync(join(copy.folder, 'src/cli/new.ts'), '')],
  ['a removed migration', () => rmSync(join(copy.folder, 'resources/migrations/app/0000.sql'))],
  ['a build that broke off', () => rmSync(join(copy.folder, 'out/.stamp'))],
])('the build is stale after %s', async (_change, change) => {
  expect(await isBuilt()).toBe(true)
  change()
  expect(await isBuilt()).toBe(false)
})

test('start without a desktop says why in one line and serves to a browser, arguments passed on', async () => {
  const changes = { SWITCHYARD_NO_ELECTRON: '1', DISPLAY: ':1' }
  const { code, output } = await withEnvironment(changes, () => node('scripts/start.mjs', '--port', '0'))
  const [served, reason, ...more] = output.trim().split('\n')
  expect(JSON.parse(served ?? '')).toMatchObject({ args: ['--open', '--port', '0'] })
  expect(reason).toBe('No desktop window: SWITCHYARD_NO_ELECTRON is set. Serving to a browser instead.')
  expect(more).toEqual([])
  expect(code).toBe(0)
})

test.runIf(process.platform === 'linux')('start names a missing display', async () => {
  const changes = { DISPLAY: undefined, WAYLAND_DISPLAY: undefined }
  const { output } = await withEnvironment(changes, () => node('scripts/start.mjs'))
  expect(output).toMatch(/No desktop window: there is no display \(.*\)\. Serving to a browser instead\./)
})

test('switchyard through npm takes paths from where the user stands, and prints nothing of its own', async () => {
  mkdirSync(join(copy.folder, 'elsewhere'))
  const changes = { npm_lifecycle_event: 'switchyard', INIT_CWD: join(copy.folder, 'elsewhere') }
  const { output } = await withEnvironment(changes, () =>
    node('bin/switchyard.mjs', 'project', 'add', './x y'),
  )
  expect(JSON.parse(output)).toEqual({
    args: ['project', 'add', './x y'],
    cwd: join(copy.folder, 'elsewhere'),
  })
})
