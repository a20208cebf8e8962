/** One line of the table. */
export interface Result {
  what: string
  /** What we do, with spread, as shown. */
  ours: string
  /** What it is compared with, as shown; empty where the goal is absolute. */
  against: string
  /** The number the goal is about. */
  value: number
  /** How `value` is shown: `×`, `ms`, `MB`. */
  unit: string
  goal: { least: number } | { most: number }
}

/** How much is measured; a try takes less than what is written down. */
export interface Extent {
  /** How long the streams of `stream` run. */
  seconds: number
  /** Messages of each session, where databases are filled. */
  messages: number
}

export const wholeExtent: Extent = { seconds: 60, messages: 10_000 }

export interface Bench {
  name: string
  run(say: (line: string) => void, extent: Extent): Promise<Result[]>
}

export const isMet = ({ value, goal }: Result): boolean =>
  'least' in goal ? value >= goal.least : value <= goal.most

/** The value below which `share` (0 to 1) of the samples lie: nearest rank. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b)
  const at = Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))
  const value = sorted[at]
  if (value === undefined) throw new Error('no samples')
  return value
}

export const median = (samples: readonly number[]): number => quantile(samples, 0.5)

/** `12.3 (11.9–14.0) ms`: median, least and most. */
export const spread = (samples: readonly number[], unit: string, digits = 0): string =>
  `${median(samples).toFixed(digits)} (${Math.min(...samples).toFixed(digits)}–${Math.max(...samples).toFixed(digits)}) ${unit}`

/** Milliseconds that `work` takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

/** Runs both in every round, in turns first, so that what the machine does meanwhile hits both alike. */
export async function sideBySide(
  rounds: number,
  ours: (round: number) => Promise<number>,
  theirs: (round: number) => Promise<number>,
): Promise<{ ours: number[]; theirs: number[] }> {
  const samples = { ours: [] as number[], theirs: [] as number[] }
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? (['ours', 'theirs'] as const) : (['theirs', 'ours'] as const)
    for (const which of order) samples[which].push(await (which === 'ours' ? ours(round) : theirs(round)))
  }
  return samples
}
