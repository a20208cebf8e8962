import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { run } from '../../../src/base/index.ts'

/** What is the user's own in git's folder, and nobody else's to write. */
const own = ['HEAD', 'index', 'config', 'info/exclude', 'description', 'ORIG_HEAD']

/**
 * The user's checkout, bit for bit: each file with its mode and time, HEAD, index and configuration, and where the
 * branches are that were there before the app came.
 */
export async function printOf(
  checkout: string,
  branches: readonly string[],
): Promise<Record<string, string>> {
  const print: Record<string, string> = {}
  for (const path of filesBelow(checkout)) print[relative(checkout, path)] = describe(path)
  for (const name of own) print[`.git/${name}`] = describe(join(checkout, '.git', name))
  for (const branch of branches) {
    const { stdout } = await run('git', ['-C', checkout, 'rev-parse', '--verify', `refs/heads/${branch}`])
    print[`branch ${branch}`] = stdout.toString().trim()
  }
  return print
}

function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === '.git') continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* filesBelow(path)
    else yield path
  }
}

function describe(path: string): string {
  try {
    const { mode, mtimeMs } = lstatSync(path)
    const content = createHash('sha256').update(readFileSync(path)).digest('hex')
    return `${mode.toString(8)} ${mtimeMs} ${content}`
  } catch {
    return 'not there'
  }
}
