import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { pino, type Logger } from 'pino'

export type { Logger }

const rotateAboveBytes = 10 * 1024 * 1024
const redacted = ['*.token', '*.env', '*.privateKey', 'token', 'env', 'privateKey', '*.headers']

/**
 * NDJSON to a file, secrets redacted. A file over 10 MiB is moved to `<file>.1` at start, so two files at most.
 * `level` is pino's; `SWITCHYARD_LOG_LEVEL` sets it in the composition roots.
 */
export function createLogger(file: string, name: string, level = 'info'): Logger {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  if (existsSync(file) && statSync(file).size > rotateAboveBytes) renameSync(file, `${file}.1`)
  return pino({ name, level, redact: redacted }, pino.destination({ dest: file, sync: true, mode: 0o600 }))
}

/** A logger that says nothing, for tests. */
export const silentLogger: Logger = pino({ enabled: false })
