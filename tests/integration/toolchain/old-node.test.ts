import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { build } from 'vite'
import { guarded, guardedEntries } from '../../../scripts/build/guarded-entries.ts'
import { root, runNode } from './project-copy.ts'

/** Makes this Node say it is version 20, as far as a program can tell. */
const AS_NODE_20 = [
  '--import',
  `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.9.0'}})`,
]

let folder: string
beforeEach(() => {
  // Inside the project, since a guarded entry is a path from its root.
  mkdirSync(join(root, 'test-results'), { recursive: true })
  folder = mkdtempSync(join(root, 'test-results/old-node-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a guarded bundle refuses an old Node in one line, before anything it imports is loaded', async () => {
  writeFileSync(join(folder, 'native.mjs'), `console.log('native part loaded')`)
  writeFileSync(join(folder, 'entry.ts'), `import './native.mjs'\nconsole.log('running')`)
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    publicDir: false,
    plugins: [guardedEntries()],
    build: {
      ssr: true,
      outDir: join(folder, 'out'),
      rolldownOptions: { input: { main: guarded(`${folder.slice(root.length)}/entry.ts`) } },
    },
  })
  const bundle = join(folder, 'out/main.js')
  const refused = await runNode([...AS_NODE_20, bundle], folder)
  expect(refused.code).toBe(1)
  expect(refused.output).toMatch(/^Switchyard needs Node 22 or newer.*\n$/)
  expect((await runNode([bundle], folder)).output).toBe('native part loaded\nrunning\n')
})

test('a script started by an old Node goes on under the one npm installed, with its arguments and status', async () => {
  const library = join(root, 'scripts/lib/modern-node.mjs')
  const script = join(folder, 'script.mjs')
  writeFileSync(
    script,
    `import { ensureModernNode } from ${JSON.stringify(library)}
    // The second start inherits the disguise in execArgv; a real old Node has none.
    process.execArgv.length = 0
    await ensureModernNode()
    console.log(process.versions.node.split('.')[0] > 22, process.argv.slice(2).join())
    process.exit(7)`,
  )
  const { code, output } = await runNode([...AS_NODE_20, script, 'a b', '--c'], tmpdir())
  expect(output).toBe('true a b,--c\n')
  expect(code).toBe(7)
})
