import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './modern-node.mjs'

/** What the bundles are made of, relative to the project. */
const INPUTS = [
  'src',
  'resources/migrations',
  'scripts/build',
  'electron.vite.config.ts',
  'vite.node.config.ts',
  'package.json',
  'package-lock.json',
]

const stampFile = join(root, 'out/.stamp')

/** One hash over path, size and modification time of every input. */
export function inputsStamp() {
  const hash = createHash('sha256')
  for (const input of INPUTS) add(hash, input)
  return hash.digest('hex')
}

/** Whether out/ holds the build of just these inputs. */
export function isBuilt(stamp = inputsStamp()) {
  try {
    return readFileSync(stampFile, 'utf8') === stamp
  } catch {
    return false // never built, or a build broke off
  }
}

/**
 * Records that out/ holds the build of these inputs.
 * @param {string} stamp
 */
export const markBuilt = (stamp) => writeFileSync(stampFile, stamp)

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} path
 */
function add(hash, path) {
  const info = statSync(join(root, path), { throwIfNoEntry: false })
  if (info === undefined) return
  if (info.isDirectory()) {
    for (const name of readdirSync(join(root, path)).sort()) add(hash, `${path}/${name}`)
    return
  }
  hash.update(`${path}\0${info.size}\0${info.mtimeMs}\n`)
}
