import { mkdirSync, rmSync } from 'node:fs'
import { acquireInstanceLock, readJsonFile, timeLimit, type Clock, type Home } from '../base/index.ts'
import { ControlPlaneAddress, Failure } from '../contracts/index.ts'
import { askToStop } from './hosts/local-socket/index.ts'

/** How long a control plane that yields, or one that is starting, may take. */
const waitLimitMs = 10_000
const askEveryMs = 25

/**
 * Makes this process the home's one control plane; returns what gives the home up again. One that a command
 * started in the background yields to an app or `serve`. Throws `invalid_transition` naming the one that runs.
 */
export async function takeHome(home: Home, onDemand: boolean, clock: Clock): Promise<() => void> {
  mkdirSync(home.root, { recursive: true, mode: 0o700 })
  const limit = timeLimit(clock, waitLimitMs)
  try {
    return await waitForHome(home, onDemand, clock, limit)
  } finally {
    limit.cancel()
  }
}

async function waitForHome(
  home: Home,
  onDemand: boolean,
  clock: Clock,
  limit: { readonly passed: boolean },
): Promise<() => void> {
  let asked = false
  let refusal: unknown
  while (true) {
    const release = acquireInstanceLock(home.controlPlaneLock)
    if (release) {
      // What a control plane that crashed left would be taken for this one's.
      rmSync(home.controlPlaneAddress, { force: true })
      return release
    }
    // Absent while the other one is still starting, or already gone.
    const running = readJsonFile(home.controlPlaneAddress, ControlPlaneAddress)
    if (running && !asked) {
      if (onDemand || !running.onDemand) throw alreadyRunning(running)
      asked = true
      // It may be ending already and refuse to talk: whether the lock comes free is what counts.
      await askToStop(running).catch((error: unknown) => (refusal = error))
    }
    if (limit.passed) {
      if (running) throw alreadyRunning(running, refusal)
      throw new Failure('invalid_transition', `Another control plane is starting or stopping in ${home.root}`)
    }
    await new Promise<void>((resolve) => clock.after(askEveryMs, resolve))
  }
}

function alreadyRunning({ pid, url }: ControlPlaneAddress, cause?: unknown): Failure {
  const where = url ? ` at ${url}` : ''
  return new Failure('invalid_transition', `Switchyard is already running${where} (process ${pid})`, {
    hint: 'Use that one, or end it with "switchyard stop".',
    details: { pid, url },
    cause,
  })
}
