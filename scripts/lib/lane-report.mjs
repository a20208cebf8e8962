import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * What one lane of `npm test` came to. skipped: one line with the reason for each test not run; notes: what a
 * reader should know about how tests ran, such as which Electron they ran on.
 * @typedef {{ passed: number, failed: number, skipped: string[], notes: string[] }} LaneReport
 */

/** Tells a reporter where to put its lane's report; without it, the reporter writes nothing. */
export const REPORT_VARIABLE = 'SWITCHYARD_LANE_REPORT'

/** An annotation of this type on a test becomes a note of its lane. */
export const NOTE = 'note'

/**
 * The note of a test that passed at its second try. Only machines that test alone, which may be busy with others, try
 * twice; the last lines name these tests, since each of them is a defect of the test or of what it tests.
 * @param {string} name
 */
export const failedOnce = (name) => `failed once, then passed: ${name}`

/**
 * @param {LaneReport} report
 */
export function writeLaneReport(report) {
  const file = process.env[REPORT_VARIABLE]
  if (file === undefined) return
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify(report))
}

/**
 * Takes a lane's report; undefined when the lane broke down before it wrote one.
 * @param {string} file
 * @returns {LaneReport | undefined}
 */
export function takeLaneReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  } finally {
    rmSync(file, { force: true })
  }
}
