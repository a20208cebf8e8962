import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { pino, type Logger } from 'pino'
import type { Redactor } from './redactor.ts'

export type { Logger }

const rotateAboveBytes = 10 * 1024 * 1024
const redacted = ['*.token', '*.env', '*.privateKey', 'token', 'env', 'privateKey', '*.headers']

/**
 * NDJSON to a file, with the secrets `redactor` knows taken out of every line. A file over 10 MiB is moved to `<file>.1` at start, so two files at most.
 * `level` is pino's; `SWITCHYARD_LOG_LEVEL` sets it in the composition roots.
 */
export function createLogger(file: string, name: string, redactor: Redactor, level = 'info'): Logger {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  if (existsSync(file) && statSync(file).size > rotateAboveBytes) renameSync(file, `${file}.1`)
  const destination = pino.destination({ dest: file, sync: true, mode: 0o600 })
  const write = (line: string): void => void destination.write(redactor.text(line))
  return pino({ name, level, redact: redacted }, { write })
}

/** A logger that says nothing, for tests. */
export const silentLogger: Logger = pino({ enabled: false })
