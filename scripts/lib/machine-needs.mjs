import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'
import { runCommand } from './run-command.mjs'

/** Programs the tests start, and the Debian package each comes from. */
const NEEDS = [
  { debian: 'git', present: () => onPath('git') },
  { debian: 'openssh-client', present: () => onPath('ssh') },
  { debian: 'openssh-server', present: () => process.platform !== 'linux' || existsSync('/usr/sbin/sshd') },
  { debian: 'procps', present: () => process.platform !== 'linux' || onPath('ps') },
  { debian: 'chromium', present: hasBrowser },
]

/**
 * Installs what is missing where that is possible without asking (root or password-less sudo, apt).
 * @returns {Promise<string[]>} what is still missing, as Debian package names
 */
export async function meetNeeds() {
  const missing = missingPackages()
  if (missing.length === 0 || !onPath('apt-get')) return missing
  const asRoot = process.getuid?.() === 0
  if (
    !asRoot &&
    (!onPath('sudo') || (await runCommand('sudo', ['-n', 'true'], { capture: true })).code !== 0)
  )
    return missing
  console.log(`Installing ${missing.join(', ')}`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...missing]]) {
    const apt = asRoot ? ['apt-get', ...args] : ['sudo', '-n', 'apt-get', ...args]
    const { code, output } = await runCommand(apt[0] ?? 'apt-get', apt.slice(1), { capture: true, env })
    if (code !== 0) console.log(output)
  }
  return missingPackages()
}

const missingPackages = () => NEEDS.filter(({ present }) => !present()).map(({ debian }) => debian)

function hasBrowser() {
  const named = process.env.CHROMIUM
  return [named, '/usr/bin/chromium', chromium.executablePath()].some(
    (path) => path !== undefined && existsSync(path),
  )
}

/** @param {string} command */
function onPath(command) {
  const extensions = process.platform === 'win32' ? ['.exe', '.cmd'] : ['']
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders.some((folder) =>
    extensions.some((extension) => existsSync(join(folder, command + extension))),
  )
}
