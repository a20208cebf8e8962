import type { LimitName } from '../../../contracts/index.ts'
import { formatBytes } from '../../app/index.ts'

const unitWords = { Ms: 'ms', Bytes: 'bytes', Lines: 'lines', Records: 'records' } as const
const unitPattern = /(Ms|Bytes|Lines|Records)$/

/** A limit's name as words, without its unit: `heartbeatIntervalMs` → `Heartbeat interval`. */
export function limitLabel(name: LimitName): string {
  const words = name
    .replace(unitPattern, '')
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .replace(/\bpty\b/, 'terminal')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The unit a limit is counted in; empty for plain counts. */
export function limitUnit(name: LimitName): string {
  const unit = unitPattern.exec(name)?.[1] as keyof typeof unitWords | undefined
  return unit === undefined ? '' : unitWords[unit]
}

const minute = 60_000

/** The value in a unit people think in, where that is another one: `30000 ms` is `30 s`. Empty otherwise. */
export function readableLimit(name: LimitName, value: number): string {
  const unit = limitUnit(name)
  if (unit === 'bytes' && value >= 1024) return formatBytes(value)
  if (unit !== 'ms' || value < 1_000) return ''
  return value >= minute && value % minute === 0 ? `${value / minute} min` : `${value / 1_000} s`
}
