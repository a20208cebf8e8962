import { afterEach, expect, test } from 'vitest'
import { ProjectCopy } from './project-copy.ts'

let copy: ProjectCopy | undefined
afterEach(() => copy?.remove())

const tsconfigs = ['tsconfig.base.json', 'types', 'src/contracts/tsconfig.json', 'src/main/tsconfig.json']
const solution = JSON.stringify({ files: [], references: [{ path: 'src/contracts' }, { path: 'src/main' }] })

/** Type-checks a copy with these sources; the build information goes to the copy, not to the project. */
async function typesOf(sources: Record<string, string>) {
  copy = new ProjectCopy(tsconfigs, { 'tsconfig.json': solution, ...sources })
  return copy.run('typescript/bin/tsc', '-b', '--force')
}

const sound = {
  'src/contracts/id.ts': `export const id = 'x'`,
  'src/main/plane.ts': `import { id } from '../contracts/id.ts'\nexport const cwd = process.cwd() + id`,
}

test('tsc accepts sound sources in the copy', async () => {
  expect(await typesOf(sound)).toEqual({ code: 0, output: '' })
})

test.each([
  ['contracts know no Node', 'src/contracts/a.ts', 'export const x = process.pid', /TS2\d+.*process/],
  ['contracts know no browser', 'src/contracts/a.ts', 'export const x = document.title', /TS2\d+.*document/],
  [
    'the control plane knows no browser',
    'src/main/a.ts',
    'export const x = document.title',
    /TS2\d+.*document/,
  ],
  ['an index may miss', 'src/main/a.ts', 'export const f = (x: string[]): string => x[0]', /TS2322/],
  ['syntax that Node cannot strip', 'src/main/a.ts', 'export enum X { A }', /TS1294/],
  [
    'a type imported as a value',
    'src/main/a.ts',
    `import { MakeDirectoryOptions } from 'node:fs'\nexport type S = MakeDirectoryOptions`,
    /TS1484/,
  ],
])('tsc refuses: %s', async (_rule, file, text, complaint) => {
  const { code, output } = await typesOf({ ...sound, [file]: text })
  expect(output).toMatch(complaint)
  expect(code).not.toBe(0)
})

test('knip finds unused files and exports', async () => {
  copy = new ProjectCopy(['knip.json', 'package.json', 'tsconfig.json', 'tsconfig.base.json'], {
    'src/cli/main.ts': `import { used } from './used.ts'\nused()`,
    'src/cli/used.ts': `export const used = () => 1\nexport const forgotten = 2`,
    'src/cli/orphan.ts': `export const x = 1`,
  })
  const { code, output } = await copy.run('knip/bin/knip.js', '--no-progress', '--include', 'files,exports')
  expect(output).toMatch(/Unused files \(1\)\nsrc\/cli\/orphan\.ts/)
  expect(output).toMatch(/forgotten .*src\/cli\/used\.ts/)
  expect(code).not.toBe(0)
})
