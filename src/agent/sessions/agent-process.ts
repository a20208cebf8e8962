import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { Readable, Writable } from 'node:stream'
import { StreamRedactor, type Clock, type Redactor } from '../../base/index.ts'
import { Failure, type AgentProfile } from '../../contracts/index.ts'
import { endGroup, endOfInputGraceMs, until } from './end-processes.ts'
import { processStartedAt } from './process-identity.ts'

/** Last bytes of stderr kept for error reports. */
const stderrTailChars = 4096
/** After the leader exited, its output may still be in the pipe; children that hold the pipe are not waited for. */
const drainMs = 500

export interface AgentCommandLine {
  command: string
  args: readonly string[]
  env: Readonly<Record<string, string>>
}

export interface AgentProcess {
  /** Process id of the leader, and id of the group. */
  readonly pid: number
  /** See `processStartedAt`. */
  readonly startedAt: string | null
  readonly input: Writable
  readonly output: Readable
  /** Resolves with words for how it ended, such as `exited with code 1`. */
  readonly exited: Promise<string>
  stderrTail(): string
  /** End of input, a grace time, then as `kill`. Resolves when nothing of it is left. */
  end(): Promise<void>
  /** SIGTERM to the whole group, a grace time, SIGKILL. Resolves when nothing of it is left. */
  kill(): Promise<void>
}

export interface StartAgentProcess {
  clock: Clock
  redactor: Redactor
  profile: AgentProfile
  sessionId: string
  commandLine: AgentCommandLine
  env: Readonly<Record<string, string>>
  cwd: string
}

function unavailable(request: StartAgentProcess, error: NodeJS.ErrnoException): Failure {
  const { profile, commandLine, cwd } = request
  if (!existsSync(cwd))
    return new Failure('agent_failed', `${profile.name} could not be started: the folder ${cwd} is gone`)
  const why = error.code === 'ENOENT' ? 'was not found' : `could not be run (${error.code ?? error.message})`
  return new Failure('agent_unavailable', `${profile.name} is not available: ${commandLine.command} ${why}`, {
    hint: profile.install ? `Install it with: ${profile.install}` : 'Check the command of the agent profile.',
    details: { command: commandLine.command, agent: profile.id },
  })
}

/**
 * Starts an agent as the leader of its own process group. The only place that spawns agents.
 * Throws `agent_unavailable`, or `agent_failed` when the folder is gone.
 */
export async function startAgentProcess(request: StartAgentProcess): Promise<AgentProcess> {
  const { clock, commandLine, sessionId } = request
  const child = spawn(commandLine.command, commandLine.args, {
    cwd: request.cwd,
    env: request.env,
    stdio: ['pipe', 'pipe', 'pipe'],
    // Its own group, so that it ends as a whole. Windows has none: a console of its own would be shown instead.
    detached: process.platform !== 'win32',
    windowsHide: true,
  })
  let stderr = ''
  // Before it is cut: the second half of a secret would not be known for one.
  const safe = new StreamRedactor(request.redactor)
  child.stderr
    .setEncoding('utf8')
    .on('data', (text: string) => (stderr = (stderr + safe.push(text)).slice(-stderrTailChars)))
  // Writing to an agent that has gone fails here and in the connection; `exited` tells the story.
  child.stdin.on('error', () => undefined)
  let running = true
  const exited = new Promise<string>((resolve) => {
    child.on('exit', (code, signal) => {
      running = false
      const drained = clock.after(drainMs, () => child.stdout.destroy())
      child.stdout.once('close', drained)
      resolve(signal ? `was ended by ${signal}` : `exited with code ${code}`)
    })
  })
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', (error) => reject(unavailable(request, error)))
  })
  child.on('error', () => undefined)
  const pid = child.pid as number
  let ending: Promise<void> | undefined
  const kill = (): Promise<void> => (ending ??= endGroup(clock, pid, sessionId))
  return {
    pid,
    startedAt: await processStartedAt(pid),
    input: child.stdin,
    output: child.stdout,
    exited,
    stderrTail: () => (stderr + safe.peek()).trim(),
    kill,
    async end() {
      child.stdin.end()
      await until(clock, endOfInputGraceMs, () => !running || ending !== undefined)
      await kill()
    },
  }
}
