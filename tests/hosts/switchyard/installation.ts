import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { connectOrStart, type Connection } from '../../../src/cli/connect.ts'
import { resolveHome, type Home } from '../../../src/base/index.ts'
import { gone, processesOf } from './processes.ts'

const root = resolve(import.meta.dirname, '../../..')
export const programs = {
  cli: join(root, 'out/cli/main.js'),
  serve: join(root, 'out/main/serve.js'),
}

export interface CliResult {
  code: number | null
  stdout: string
  stderr: string
}

/** An installation of the built product in a folder of its own: nothing of it touches the user's. */
export class Installation {
  readonly folder = mkdtempSync(join(tmpdir(), 'sy-'))
  readonly home: Home
  readonly env: NodeJS.ProcessEnv
  readonly #connections = new Set<Connection>()

  constructor(env: NodeJS.ProcessEnv = {}) {
    // As in a terminal: PATH is what it is here, and no login shell is asked for its own.
    this.env = { TERM: 'xterm-256color', ...process.env, ...env, SWITCHYARD_HOME: join(this.folder, 'home') }
    this.home = resolveHome(this.env)
  }

  /** Runs the command line; never throws for a failing exit status. */
  cli(args: readonly string[], options: { input?: string; cwd?: string } = {}): Promise<CliResult> {
    return new Promise((done, reject) => {
      const child = spawn(process.execPath, [programs.cli, ...args], {
        env: this.env,
        cwd: options.cwd ?? this.folder,
        stdio: ['pipe', 'pipe', 'pipe'],
      })
      let [stdout, stderr] = ['', '']
      child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
      child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
      child.stdin.on('error', () => undefined)
      child.stdin.end(options.input ?? '')
      child.once('error', reject)
      child.once('close', (code) => done({ code, stdout, stderr }))
    })
  }

  /** Runs a command with `--json` that must succeed; its object. */
  async json<Value = never>(...args: string[]): Promise<Value> {
    const { code, stdout, stderr } = await this.cli([...args, '--json'])
    if (code !== 0) throw new Error(`switchyard ${args.join(' ')} failed (${code}): ${stderr}`)
    return JSON.parse(stdout) as Value
  }

  /** A connection to the control plane, started when none runs. */
  async connect(): Promise<Connection> {
    const connection = await connectOrStart(this.home, programs.serve, this.env)
    this.#connections.add(connection)
    return connection
  }

  pids(program: 'serve' | 'agent'): number[] {
    return processesOf(this.home.root)
      .filter((entry) => entry.program === program)
      .map((entry) => entry.pid)
  }

  /** Ends every process of this home without warning. */
  async kill(program: 'serve' | 'agent'): Promise<void> {
    const pids = this.pids(program)
    for (const pid of pids) process.kill(pid, 'SIGKILL')
    await Promise.all(pids.map(gone))
  }

  /** Ends everything of this home, the node agent as it ends by itself. */
  async stopAll(): Promise<void> {
    for (const connection of this.#connections) connection.close()
    await this.kill('serve')
    const agents = this.pids('agent')
    for (const pid of agents) process.kill(pid, 'SIGTERM')
    await Promise.all(agents.map(gone))
  }

  /** Ends everything and removes the folder. */
  async remove(): Promise<void> {
    await this.stopAll()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
