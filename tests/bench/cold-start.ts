import { median, spread, type Bench } from './lib/bench.ts'
import { startChromium } from './lib/chromium.ts'
import { serve } from './lib/served.ts'
import { makeWorld } from './lib/world.ts'

const rounds = 7

/** From the command to a screen that can be used: nothing of Switchyard runs before, the browser does. */
export const coldStart: Bench = {
  name: 'cold-start',
  async run() {
    const world = await makeWorld()
    const browser = await startChromium()
    try {
      world.connection.close()
      const samples: number[] = []
      for (let round = 0; round < rounds; round++) {
        await world.installation.stopAll()
        const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
        const page = await context.newPage()
        const started = performance.now()
        const served = await serve(world.installation)
        await page.goto(served.url)
        await page.getByRole('link', { name: world.workspace.name }).first().waitFor()
        samples.push(performance.now() - started)
        await context.close()
        await served.stop()
      }
      return [
        {
          what: 'Cold start of `serve` to the first usable screen',
          ours: spread(samples, 'ms'),
          against: '',
          value: median(samples) / 1000,
          unit: 's',
          goal: { most: 1.5 },
        },
      ]
    } finally {
      await browser.close()
      await world.remove()
    }
  },
}
