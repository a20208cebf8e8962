import { failedOnce, NOTE, writeLaneReport } from './lane-report.mjs'

/** Adds up a Vitest run for `npm test`. */
export default class LaneReporter {
  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly unknown[]} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    const report = {
      passed: 0,
      failed: unhandledErrors.length,
      skipped: /** @type {string[]} */ ([]),
      notes: /** @type {string[]} */ ([]),
    }
    for (const module of modules) {
      report.failed += module.errors().length
      for (const test of module.children.allTests()) {
        const result = test.result()
        if (test.diagnostic()?.flaky) report.notes.push(failedOnce(test.fullName))
        if (result.state === 'passed') report.passed++
        else if (result.state === 'skipped')
          report.skipped.push(`${test.fullName}: ${result.note ?? 'no reason given'}`)
        else report.failed++
        for (const { type, message } of test.annotations()) if (type === NOTE) report.notes.push(message)
      }
    }
    writeLaneReport(report)
  }
}
