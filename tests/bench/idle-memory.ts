import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import type { Bench, Result } from './lib/bench.ts'
import { makeWorld } from './lib/world.ts'

/** Two readings this far apart that agree mean that a process has come to rest. */
const apartMs = 5_000
const agreement = 0.005
const readings = 24

interface Memory {
  rss: number
  /** As `rss`, with shared pages divided among those who share them. */
  pss: number
}

function memoryOf(pid: number): Memory {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  const megabytes = (field: string): number =>
    (Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(rollup)?.[1]) * 1024) / 1_000_000
  return { rss: megabytes('Rss'), pss: megabytes('Pss') }
}

async function atRest(pid: number): Promise<Memory> {
  let before = memoryOf(pid)
  for (let reading = 0; reading < readings; reading++) {
    await delay(apartMs)
    const now = memoryOf(pid)
    if (Math.abs(now.rss - before.rss) <= before.rss * agreement) return now
    before = now
  }
  throw new Error(`process ${pid} does not come to rest`)
}

const result = (what: string, { rss, pss }: Memory, most: number): Result => ({
  what,
  ours: `${rss.toFixed(0)} MB resident, ${pss.toFixed(0)} MB its own share`,
  against: '',
  value: rss,
  unit: 'MB',
  goal: { most },
})

/** Resident memory with a project and three workspaces, after the work of starting is over. */
export const idleMemory: Bench = {
  name: 'idle-memory',
  async run(say) {
    const world = await makeWorld()
    try {
      const { client } = world.connection
      for (const branch of ['bench/two', 'bench/three'])
        await client.workspace.create({ project: 'demo', branch })
      say('waiting for both to come to rest')
      const [agent] = world.installation.pids('agent')
      const [plane] = world.installation.pids('serve')
      if (agent === undefined || plane === undefined)
        throw new Error('the daemon or the control plane is gone')
      return [
        result('Idle daemon', await atRest(agent), 90),
        result('Idle control plane', await atRest(plane), 140),
      ]
    } finally {
      await world.remove()
    }
  },
}
