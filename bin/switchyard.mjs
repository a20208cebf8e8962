#!/usr/bin/env node
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureBuilt } from '../scripts/lib/ensure-built.mjs'
import { ensureModernNode, root } from '../scripts/lib/modern-node.mjs'

await ensureModernNode()
if (existsSync(join(root, 'src')) && (await ensureBuilt()) === 'failed') process.exit(1)
// npm runs scripts in the package's folder; paths in arguments are meant from where the user stands.
if (process.env.npm_lifecycle_event === 'switchyard' && process.env.INIT_CWD)
  process.chdir(process.env.INIT_CWD)
await import(pathToFileURL(join(root, 'out/cli/main.js')).href)
