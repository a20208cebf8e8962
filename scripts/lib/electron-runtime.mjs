import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { root } from './modern-node.mjs'

/** Where Electron's runtimes come from unless a mirror is configured. */
const DOWNLOADS = 'https://github.com/electron/electron/releases/download/'
/** A download site that has not answered by then is taken as out of reach, in milliseconds. */
const PROBE_MS = 3_500
/** What an install that needs no network (runtime in the user's cache) still gets after a failed probe. */
const GRACE_MS = 1_000
/** A download that hangs midway is given up after this. */
const DOWNLOAD_MS = 10 * 60_000

const folder = join(root, 'node_modules/electron')

/**
 * Finds Electron's executable, fetching the runtime (about 110 MB, once) when it is not there yet.
 * Answers within 5 s when it cannot be fetched. Never throws.
 * @param {(line: string) => void} say told when a download begins
 * @returns {Promise<{ executable: string } | { missing: string }>} missing: why there is none
 */
export async function findElectron(say) {
  if (process.env.SWITCHYARD_NO_ELECTRON === '1') return { missing: 'SWITCHYARD_NO_ELECTRON is set' }
  if (!existsSync(folder)) return { missing: 'the electron package is not installed' }
  const present = installed()
  if (present !== undefined) return { executable: present }
  const problem = await install(say)
  const executable = installed()
  return executable === undefined
    ? { missing: `Electron's runtime cannot be fetched (${problem ?? 'nothing was installed'})` }
    : { executable }
}

/** Why this machine cannot show a window, or undefined when it can. */
export function noDisplay() {
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return undefined
  return 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)'
}

/** The executable, when the runtime is complete. Electron's install writes path.txt last. */
function installed() {
  try {
    const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist')
    const executable = join(dist, readFileSync(join(folder, 'path.txt'), 'utf8'))
    return existsSync(executable) ? executable : undefined
  } catch {
    return undefined // no path.txt: not installed
  }
}

/**
 * Runs the package's own install script. The site is probed at the same time: without an answer the script is
 * stopped, since a firewall that drops packets would keep it waiting for minutes.
 * @param {(line: string) => void} say
 * @returns {Promise<string | undefined>} what went wrong
 */
async function install(say) {
  const child = spawn(process.execPath, [join(folder, 'install.js')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, NODE_USE_ENV_PROXY: '1', ELECTRON_GET_NO_PROGRESS: '1' },
  })
  let errors = ''
  child.stderr.on('data', (chunk) => (errors += chunk))
  /** @type {Promise<string | undefined>} */
  const end = new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('close', (code) => resolve(code === 0 ? undefined : reasonIn(errors)))
  })
  const given = new AbortController()
  const reachable = await Promise.race([probe(), end.then(() => true)])
  if (reachable && child.exitCode === null) say("Fetching Electron's runtime, about 110 MB, once …")
  const giveUp = delay(reachable ? DOWNLOAD_MS : GRACE_MS, undefined, { signal: given.signal }).then(
    () => {
      child.kill('SIGKILL')
      return reachable ? 'the download takes too long' : 'the download site does not answer'
    },
    () => undefined, // the install ended first
  )
  const problem = await Promise.race([end, giveUp])
  given.abort()
  return problem
}

/** Whether the download site answers at all; what it answers does not matter. */
function probe() {
  const site = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror ?? DOWNLOADS
  const code = `fetch(${JSON.stringify(new URL(site).origin)}, { method: 'HEAD', redirect: 'manual' }).then(() => process.exit(0), () => process.exit(1))`
  const child = spawn(process.execPath, ['-e', code], {
    stdio: 'ignore',
    timeout: PROBE_MS,
    // Node reads the proxy variables only when told to at its start, hence a process of its own.
    env: { ...process.env, NODE_USE_ENV_PROXY: '1' },
  })
  return new Promise((/** @type {(reachable: boolean) => void} */ resolve) => {
    child.on('error', () => resolve(false))
    child.on('close', (status) => resolve(status === 0))
  })
}

/**
 * The message in an error dump, without the bare `fetch failed` that tells nothing.
 * @param {string} dump
 */
function reasonIn(dump) {
  const message = /^\w*Error: (.+)$/m.exec(dump)?.[1]?.trim()
  return message === undefined || message === 'fetch failed' ? 'no connection to the download site' : message
}
