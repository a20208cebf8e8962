import type { Page } from '@playwright/test'
import type { AppClient } from '../../src/cli/connect.ts'
import type { SessionId, SessionView, Workspace } from '../../src/contracts/index.ts'
import { median, quantile, type Bench, type Result } from './lib/bench.ts'
import { startChromium } from './lib/chromium.ts'
import { DatabaseWatch } from './lib/database-watch.ts'
import { record, type Recorded } from './lib/page-recorder.ts'
import { ProcessMeter, type Trend } from './lib/process-meter.ts'
import { serve } from './lib/served.ts'
import { streamingAgent } from './lib/streaming-profile.ts'
import { makeWorld } from './lib/world.ts'

const sessionsOfWorkspace = 5
const perSecond = 200
/** A page's own frames are counted for so long before anything streams. */
const idleMs = 5_000
/** This part of the time is left out of what must stay flat: caches fill, code is compiled. */
const warmUpShare = 0.25
/** More than this is not flat, as a part of the mean. */
const flat = 0.1
/** Pieces that must be seen; a tool call stands in place of a few. */
const leastSeen = 0.97

const p95 = (samples: readonly number[]): number => quantile(samples, 0.95)
const shown = (samples: readonly number[], digits = 0): string =>
  `${median(samples).toFixed(digits)}, p95 ${p95(samples).toFixed(digits)} ms`

async function startSessions(client: AppClient, workspaces: readonly Workspace[]): Promise<SessionView[]> {
  const sessions: SessionView[] = []
  for (const workspace of workspaces)
    for (let at = 0; at < sessionsOfWorkspace; at++)
      sessions.push(await client.session.create({ workspace: workspace.id, agent: streamingAgent.id }))
  return sessions
}

/** Starts a turn in each session; resolves to what waits for the end of all of them. */
async function prompt(
  client: AppClient,
  sessions: readonly SessionId[],
  seconds: number,
): Promise<() => Promise<void>> {
  const text = JSON.stringify({ seconds, perSecond })
  await Promise.all(sessions.map((sessionId) => client.session.prompt({ sessionId, text })))
  return async () => {
    const isRunning = async (sessionId: SessionId): Promise<boolean> => {
      const { turns } = await client.session.items({ sessionId, before: null, limit: 1 })
      return turns.some(({ status }) => status === 'running')
    }
    for (const sessionId of sessions)
      while (await isRunning(sessionId)) await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

async function openSessions(
  page: Page,
  workspace: Workspace,
  sessions: readonly SessionView[],
): Promise<void> {
  for (const { id } of sessions) {
    await page.goto(`${new URL(page.url()).origin}/#/workspace/${workspace.id}/session/${id}`)
    await page.getByRole('textbox').first().waitFor()
  }
}

async function idleFrames(page: Page): Promise<number[]> {
  const recorder = await record(page)
  await page.waitForTimeout(idleMs)
  return (await recorder.read()).frames
}

/** What never came has no age: without this a page that stopped would look fast. */
function complete(ages: readonly number[], sent: number): void {
  if (ages.length < sent * leastSeen) throw new Error(`of ${sent} pieces only ${ages.length} were seen`)
}

const flatness = (what: string, mean: string, { growth }: Trend): Result => ({
  what,
  ours: mean,
  against: '',
  value: growth * 100,
  unit: '% more at the end',
  goal: { most: flat * 100 },
})

/** Ten agents that stream at once, through the daemon and the control plane to a page that shows one of them. */
export const stream: Bench = {
  name: 'stream',
  async run(say, { seconds }) {
    const world = await makeWorld()
    const browser = await startChromium()
    const { client } = world.connection
    await client.settings.set({ customAgents: [streamingAgent] })
    const other = await client.workspace.create({ project: 'demo', branch: 'bench/other' })
    world.connection.close()
    const served = await serve(world.installation)
    try {
      const { client: caller } = await world.installation.connect()
      const sessions = await startSessions(caller, [world.workspace, other])
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
      await page.goto(served.url)
      await openSessions(page, world.workspace, sessions.slice(0, sessionsOfWorkspace))
      const ids = sessions.map(({ id }) => id)
      // Starts the agents' processes, and lets the first pieces of everything be compiled.
      await (
        await prompt(caller, ids, 1)
      )()
      const idle = await idleFrames(page)
      const [daemon] = world.installation.pids('agent')
      if (daemon === undefined) throw new Error('the daemon is gone')
      say(`${ids.length} sessions, ${perSecond} updates a second each, ${seconds} s`)
      const meters = { daemon: new ProcessMeter(daemon), plane: new ProcessMeter(served.pid) }
      const watch = new DatabaseWatch(world.installation.home.appDatabase, ids)
      const recorder = await record(page)
      const ended = await prompt(caller, ids, seconds)
      await page.waitForTimeout(seconds * 1000)
      for (const meter of Object.values(meters)) meter.stop()
      await ended()
      const seen: Recorded = await recorder.read()
      watch.close()
      complete(seen.ages, perSecond * seconds)
      complete(watch.ages, perSecond * seconds * ids.length)
      const took = meters.daemon.trends(seconds * warmUpShare)
      const plane = meters.plane.trends(seconds * warmUpShare)
      say(
        `control plane: ${(plane.cpu.mean * 100).toFixed(0)} % of a core, ${(plane.rss.mean / 1e6).toFixed(0)} MB, ` +
          `${(plane.rss.growth * 100).toFixed(1)} % more at the end`,
      )
      return [
        {
          what: `${ids.length} sessions of ${perSecond} updates/s: frame of the screen, p95`,
          ours: shown(seen.frames, 1),
          against: `the same page at rest: ${shown(idle, 1)}`,
          value: p95(seen.frames),
          unit: 'ms',
          goal: { most: 20 },
        },
        {
          what: 'The same: from the agent to the screen, p95',
          ours: shown(seen.ages),
          against: '',
          value: p95(seen.ages),
          unit: 'ms',
          goal: { most: 50 },
        },
        {
          what: 'The same: from the journal to the database of the control plane, p95',
          ours: shown(watch.journeys),
          against: `from the agent: ${shown(watch.ages)}`,
          value: p95(watch.journeys),
          unit: 'ms',
          goal: { most: 150 },
        },
        flatness(
          'The same: processor time of the daemon',
          `${(took.cpu.mean * 100).toFixed(0)} % of a core`,
          took.cpu,
        ),
        flatness(
          'The same: memory of the daemon',
          `${(took.rss.mean / 1e6).toFixed(0)} MB resident`,
          took.rss,
        ),
      ]
    } finally {
      await served.stop()
      await browser.close()
      await world.remove()
    }
  },
}
