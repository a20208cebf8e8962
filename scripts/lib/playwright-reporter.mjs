import { failedOnce, NOTE, writeLaneReport } from './lane-report.mjs'

/** Adds up a Playwright run for `npm test`. */
export default class LaneReporter {
  /** Errors outside any test, such as a spec that does not load. */
  #errors = 0
  /** @type {import('@playwright/test/reporter').Suite | undefined} */
  #suite

  /**
   * @param {unknown} _config
   * @param {import('@playwright/test/reporter').Suite} suite
   */
  onBegin(_config, suite) {
    this.#suite = suite
  }

  onError() {
    this.#errors++
  }

  onEnd() {
    const report = {
      passed: 0,
      failed: this.#errors,
      skipped: /** @type {string[]} */ ([]),
      notes: /** @type {string[]} */ ([]),
    }
    for (const test of this.#suite?.allTests() ?? []) {
      const outcome = test.outcome()
      const annotations = [...test.annotations, ...test.results.flatMap((result) => result.annotations)]
      const name = test.titlePath().slice(1).join(' › ')
      if (outcome === 'flaky') report.notes.push(failedOnce(name))
      if (outcome === 'expected' || outcome === 'flaky') report.passed++
      else if (outcome === 'skipped') {
        const reason = annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description
        report.skipped.push(`${name}: ${reason ?? 'no reason given'}`)
      } else report.failed++
      for (const { type, description } of annotations)
        if (type === NOTE && description !== undefined) report.notes.push(description)
    }
    writeLaneReport(report)
  }

  printsToStdio() {
    return false
  }
}
