/**
 * Who may import what inside src/. docs/architecture.md tells why; this table is what `npm run check` holds to.
 * All paths are relative to the project and use forward slashes.
 */

/**
 * Each runtime folder: the other runtime folders it may import, and where it is not free to use any package,
 * the packages it may.
 * @type {Record<string, { may: string[], packages?: string[], node: boolean }>}
 */
export const RUNTIMES = {
  contracts: { may: [], packages: ['zod', '@orpc/contract'], node: false },
  base: { may: ['contracts'], node: true },
  agent: { may: ['contracts', 'base'], node: true },
  main: { may: ['contracts', 'base'], node: true },
  cli: { may: ['contracts', 'base'], node: true },
  preload: { may: ['contracts'], packages: ['electron'], node: false },
  renderer: { may: ['contracts'], node: false },
}

/** Runtimes whose folders are features: entered through index.ts alone, and forming no circle. */
export const FEATURED = ['agent', 'main', 'renderer']

/** Folders that only hold features: the feature is one level further down. */
export const FEATURE_PARENTS = ['src/main/hosts', 'src/renderer/features']

/** What code in src/ may import from outside src/. */
export const OUTSIDE = ['resources/', 'package.json']

/**
 * Packages that only some places may import: a folder (ends in a slash) or a file. Everything dangerous or
 * replaceable has one home, so that a reader knows where to look.
 * @type {Record<string, string[]>}
 */
export const HOMES = {
  electron: ['src/main/hosts/electron/', 'src/main/index.ts', 'src/preload/'],
  'better-sqlite3': ['src/main/store/', 'src/agent/store/', 'src/base/'],
  'drizzle-orm': ['src/main/store/', 'src/agent/store/', 'src/base/'],
  'node-pty': ['src/agent/terminals/'],
  'simple-git': ['src/agent/git/'],
  '@agentclientprotocol/sdk': ['src/agent/'],
  // One runner for outside programs; beside it only what starts Switchyard's own processes.
  child_process: [
    'src/base/run.ts',
    'src/base/run-attached.ts',
    'src/base/run-lines.ts',
    'src/base/spawn-detached.ts',
    'src/agent/git/long-run.ts',
    'src/agent/sessions/agent-process.ts',
    'src/agent/runbook/run-command.ts',
    'src/cli/connect.ts',
    'src/cli/commands/serve.ts',
  ],
}
