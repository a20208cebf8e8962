import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { median } from './bench.ts'

/** One reading: seconds since the meter began, seconds of processor time since the process began, resident bytes. */
interface Reading {
  at: number
  cpu: number
  rss: number
}

export interface Trend {
  mean: number
  /** Change over the time measured, as a part of the mean: 0.1 is ten percent more at the end. */
  growth: number
}

const everyMs = 1_000
/** Processor time in `/proc` is counted in these; `getconf` asks the kernel once. */
const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK']).toString())

function read(pid: number, at: number): Reading {
  // The second field is the program's name and may hold spaces.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  const ticks = Number(fields[11]) + Number(fields[12])
  const rss = Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024
  return { at, cpu: ticks / ticksPerSecond, rss }
}

/** Watches what a process takes, once a second, until it is stopped. Linux only. */
export class ProcessMeter {
  readonly #readings: Reading[] = []
  readonly #timer: NodeJS.Timeout

  constructor(pid: number) {
    const started = performance.now()
    const take = (): void => void this.#readings.push(read(pid, (performance.now() - started) / 1000))
    take()
    this.#timer = setInterval(take, everyMs)
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  /** Processor time as a part of one core, and resident bytes, both without the first `warmUp` seconds. */
  trends(warmUp: number): { cpu: Trend; rss: Trend } {
    const steady = this.#readings.filter(({ at }) => at >= warmUp)
    const load = steady.slice(1).map(({ at, cpu }, index) => {
      const before = steady[index] as Reading
      return { x: at, y: (cpu - before.cpu) / (at - before.at) }
    })
    return { cpu: trend(load), rss: trend(steady.map(({ at, rss }) => ({ x: at, y: rss }))) }
  }
}

/** Theil–Sen: the median of the slopes between all pairs, which a garbage collection here and there does not move. */
function trend(points: readonly { x: number; y: number }[]): Trend {
  const slopes = points.flatMap((a, index) => points.slice(index + 1).map((b) => (b.y - a.y) / (b.x - a.x)))
  const mean = points.reduce((sum, { y }) => sum + y, 0) / points.length
  const time = (points.at(-1)?.x ?? 0) - (points[0]?.x ?? 0)
  return { mean, growth: (median(slopes) * time) / mean }
}
