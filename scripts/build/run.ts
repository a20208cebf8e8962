import { build as buildElectron } from 'electron-vite'
import { build } from 'vite'

/**
 * Builds everything into out/: main, preload and renderer through electron-vite, then the agent and the CLI.
 * Called by scripts/build.mjs, which decides whether a build is due and keeps two of them apart.
 */
process.env['NODE_ENV'] = 'production'
await buildElectron({ logLevel: 'warn' })
for (const mode of ['agent', 'cli'])
  await build({ configFile: 'vite.node.config.ts', mode, logLevel: 'warn' })
