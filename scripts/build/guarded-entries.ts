import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

/** The oldest Node major the bundles run on: better-sqlite3 13 crashes the process under older ones. */
const OLDEST_NODE = 22
const PREFIX = 'guarded:'
const root = fileURLToPath(new URL('../../', import.meta.url))

/** Names an entry (a path from the project's root) that must refuse an old Node before anything is loaded. */
export const guarded = (entry: string) => PREFIX + entry

/**
 * Turns each guarded entry into a tiny module that checks Node's version and only then imports the real one.
 * Imports of an ES module run before its first line, so a check inside the real entry would come too late.
 */
export function guardedEntries(): Plugin {
  return {
    name: 'switchyard:guarded-entries',
    enforce: 'pre',
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${PREFIX}`)) return undefined
      const entry = root + id.slice(PREFIX.length + 1)
      return `
if (Number.parseInt(process.versions.node, 10) < ${OLDEST_NODE}) {
  process.stderr.write('Switchyard needs Node ${OLDEST_NODE} or newer, this is ' + process.version + ' (' + process.execPath + '). Start it with "npm start" or "npm run switchyard", which bring their own.\\n')
  process.exit(1)
}
await import(${JSON.stringify(entry)})
`
    },
  }
}
