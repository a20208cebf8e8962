import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProjectCopy } from './project-copy.ts'

/** Each breach: what it breaks, the file it is planted in, the file's text, and what the linter must say. */
const BREACHES: [rule: string, file: string, text: string, complaint: RegExp][] = [
  [
    'contracts import no runtime',
    'src/contracts/up.ts',
    `import '../base/clock.ts'`,
    /src\/contracts may not import src\/base/,
  ],
  [
    'contracts import no package but zod and the contract kit',
    'src/contracts/pack.ts',
    `import 'ws'`,
    /may import only zod, @orpc\/contract/,
  ],
  ['contracts know no Node', 'src/contracts/node.ts', `import 'node:fs'`, /src\/contracts may not use Node/],
  [
    'base imports no program',
    'src/base/up.ts',
    `import '../main/control-plane.ts'`,
    /src\/base may not import src\/main/,
  ],
  [
    'the agent does not import the control plane, types included',
    'src/agent/reach.ts',
    `import type { Plane } from '../main/control-plane.ts'\nexport type X = Plane`,
    /src\/agent may not import src\/main/,
  ],
  [
    'the control plane does not import the agent, lazily either',
    'src/main/lazy.ts',
    `export const x = () => import('../agent/main.ts')`,
    /src\/main may not import src\/agent/,
  ],
  [
    'an import type counts',
    'src/main/import-type.ts',
    `export type X = import('../cli/main.ts').Y`,
    /src\/main may not import src\/cli/,
  ],
  [
    'the CLI does not import the control plane, by re-export either',
    'src/cli/re.ts',
    `export * from '../main/control-plane.ts'`,
    /src\/cli may not import src\/main/,
  ],
  [
    'the renderer does not import base',
    'src/renderer/app/base.ts',
    `import '../../base/clock.ts'`,
    /src\/renderer may not import src\/base/,
  ],
  [
    'the renderer knows no Node',
    'src/renderer/app/node.ts',
    `import 'path'`,
    /src\/renderer may not use Node/,
  ],
  [
    'the preload script does not import the renderer',
    'src/preload/up.ts',
    `import '../renderer/app/index.ts'`,
    /src\/preload may not import src\/renderer/,
  ],
  [
    'a feature is entered through its door',
    'src/main/nodes/index.ts',
    `import '../store/tables.ts'`,
    /src\/main\/store is entered through its index.ts/,
  ],
  [
    'a composition root enters through the door too',
    'src/main/root.ts',
    `import './store/tables.ts'`,
    /src\/main\/store is entered through its index.ts/,
  ],
  [
    'a host is a feature',
    'src/main/hosts/web/index.ts',
    `import '../electron/window.ts'`,
    /src\/main\/hosts\/electron is entered through its index.ts/,
  ],
  [
    'a screen is a feature',
    'src/renderer/features/board/index.ts',
    `import '../review/pane.ts'`,
    /src\/renderer\/features\/review is entered/,
  ],
  [
    'electron has its place',
    'src/main/nodes/window.ts',
    `import 'electron'`,
    /electron may be imported only in/,
  ],
  [
    'SQL has its place',
    'src/main/nodes/sql.ts',
    `import 'drizzle-orm/sqlite-core'`,
    /drizzle-orm may be imported only in/,
  ],
  [
    'SQLite has its place',
    'src/agent/ports/db.ts',
    `import 'better-sqlite3'`,
    /better-sqlite3 may be imported only in/,
  ],
  [
    'terminals have their place',
    'src/agent/ports/pty.ts',
    `import 'node-pty'`,
    /node-pty may be imported only in/,
  ],
  [
    'processes are started in few places',
    'src/agent/ports/spawn.ts',
    `import 'node:child_process'`,
    /child_process may be imported only in/,
  ],
  [
    'require counts',
    'src/agent/ports/require.ts',
    `export const x = require('child_process')`,
    /child_process may be imported only in/,
  ],
  [
    'sources do not import tests',
    'src/main/tested.ts',
    `import '../../tests/unit/x.ts'`,
    /src\/ may not import tests/,
  ],
  [
    'files form no circle',
    'src/base/ring-a.ts',
    `import { b } from './ring-b.ts'\nexport const a = () => b`,
    /import.*no-cycle/,
  ],
]

/** What the breaches need around them, and imports that are in order and must stay silent. */
const SOUND: Record<string, string> = {
  'src/contracts/ids.ts': `import { z } from 'zod'\nexport const Id = z.string()`,
  'src/base/clock.ts': `import { Id } from '../contracts/ids.ts'\nimport 'node:fs'\nexport const x = Id`,
  'src/base/run.ts': `import 'node:child_process'`,
  'src/base/ring-b.ts': `import { a } from './ring-a.ts'\nexport const b = () => a`,
  'src/agent/main.ts': `import './ports/index.ts'\nimport '../base/clock.ts'`,
  'src/agent/ports/index.ts': `import './db.ts'`,
  'src/agent/terminals/index.ts': `import 'node-pty'`,
  'src/main/control-plane.ts': `import './store/index.ts'\nexport type Plane = 1`,
  'src/main/index.ts': `import 'electron'`,
  'src/main/store/index.ts': `import 'better-sqlite3'\nimport './tables.ts'`,
  'src/main/store/tables.ts': `import '../../../resources/a.sql?raw'`,
  'src/main/hosts/electron/window.ts': `import 'electron'`,
  'src/main/hosts/electron/index.ts': `import '../../store/index.ts'\nimport './window.ts'`,
  'src/cli/main.ts': `export type Y = 1`,
  'src/renderer/app/index.ts': `import '../../contracts/ids.ts'\nimport 'react'`,
  'src/renderer/features/review/pane.ts': `import '../../ui/index.ts'`,
  'src/renderer/features/review/index.ts': `import './pane.ts'`,
  'src/renderer/ui/index.ts': `import 'react'`,
}

/** Two features whose files form no circle, while the features do. */
const CIRCLE: Record<string, string> = {
  'src/agent/east/index.ts': `import '../west/index.ts'`,
  'src/agent/west/index.ts': `import './inner.ts'`,
  'src/agent/west/other.ts': `import '../east/index.ts'`,
  'src/agent/west/inner.ts': `import 'node:path'`,
}

type Diagnostic = { message: string; code: string; filename: string; severity: string }

describe('the layers', () => {
  let copy: ProjectCopy
  let found: Diagnostic[]

  beforeAll(async () => {
    const planted = Object.fromEntries(BREACHES.map(([, file, text]) => [file, text]))
    copy = new ProjectCopy(['.oxlintrc.json', 'scripts/lint'], { ...SOUND, ...CIRCLE, ...planted })
    const { output } = await copy.run('oxlint/bin/oxlint', '--format=json', 'src')
    const { diagnostics } = JSON.parse(output) as { diagnostics: Diagnostic[] }
    found = diagnostics.filter(({ code }) => /^layers|no-cycle/.test(code))
  })
  afterAll(() => copy.remove())

  test.each(BREACHES)('%s', (_rule, file, _text, complaint) => {
    const here = found.filter(({ filename }) => filename === file)
    expect(here.map(({ code, message }) => `${code} ${message}`).join('\n')).toMatch(complaint)
    expect(here.every(({ severity }) => severity === 'error')).toBe(true)
  })

  test('features form no circle', () => {
    // Whichever of the two imports is read last closes the circle and is reported.
    const circle = found.filter(({ message }) => message.startsWith('features form a circle'))
    expect(circle).toHaveLength(1)
    expect(circle[0]?.filename).toBeOneOf(['src/agent/east/index.ts', 'src/agent/west/other.ts'])
  })

  test('sound imports are left alone', () => {
    expect(found.filter(({ filename, code }) => filename in SOUND && code.startsWith('layers'))).toEqual([])
  })
})
