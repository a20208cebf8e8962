import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'

/** Kept between runs: the packages hold whole runtimes, some of them hundreds of megabytes. */
const cache = resolve(import.meta.dirname, '../../.cache/agents')

export type Installed =
  | {
      /** Folder of the agent's command, and of the node that runs it. */
      programs: string
      version: string
      note: string
    }
  | { missing: string }

/**
 * The newest published version of a package, installed as a user installs it (`npm install -g`) below a folder of
 * the cache that is its alone. Without the registry, what the cache holds; `missing` with npm's own words when it
 * holds nothing.
 */
export async function installAgent(profile: string, packageName: string): Promise<Installed> {
  const folder = join(cache, profile)
  const programs = join(folder, 'bin')
  mkdirSync(programs, { recursive: true })
  linkNode(join(programs, 'node'))
  const { code, output } = await npm('install', '--global', '--prefix', folder, `${packageName}@latest`)
  const version = installedVersion(join(folder, 'lib/node_modules', packageName, 'package.json'))
  if (version === null)
    return { missing: `npm could not install ${packageName}: ${output.trim().slice(-500)}` }
  return { programs, version, note: code === 0 ? '' : ' (from the cache; the registry did not answer)' }
}

/** Some agents need a newer Node than the machine's, and the node agent drops npm's own folders from PATH. */
function linkNode(link: string): void {
  rmSync(link, { force: true })
  symlinkSync(process.execPath, link)
}

function installedVersion(manifest: string): string | null {
  try {
    return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version
  } catch {
    // Not installed; the caller says what npm said.
    return null
  }
}

function npm(...args: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((done) => {
    const child = spawn('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
      // This node also for the packages' own install scripts.
      env: { ...process.env, PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter) },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text))
    child.once('error', (error) => done({ code: null, output: error.message }))
    child.once('close', (code) => done({ code, output }))
  })
}
