import type { Page } from '@playwright/test'
import type { NodeId, ProjectId } from '../../src/contracts/index.ts'
import { median, spread, timed, type Bench } from './lib/bench.ts'
import { startChromium } from './lib/chromium.ts'
import { fillStore } from './lib/filled-store.ts'
import { serve } from './lib/served.ts'
import { makeWorld } from './lib/world.ts'

const sessions = 100
const rounds = 9

/** Where the list has all sessions, and the conversation of the first one is there. */
const rows = 'section[aria-label="Sessions"] [data-row]'
const said = '[role="log"] [data-index]'

/** Milliseconds from the click on the project to the frame in which its screen is painted. */
const open = (page: Page, link: string): Promise<number> =>
  page.evaluate(
    ([project, sessionRows, items, wanted]) =>
      new Promise<number>((resolve) => {
        const started = performance.now()
        document.querySelector<HTMLElement>(project)?.click()
        const look = (): void => {
          const painted =
            document.querySelectorAll(sessionRows).length === wanted && document.querySelector(items) !== null
          // The frame after the one that holds it: then it has been painted.
          if (painted) requestAnimationFrame(() => resolve(performance.now() - started))
          else requestAnimationFrame(look)
        }
        requestAnimationFrame(look)
      }),
    [link, rows, said, sessions] as const,
  )

/** A project with a hundred long conversations, from the sidebar, in a page that has not seen it. */
export const openProject: Bench = {
  name: 'open-project',
  async run(say, { messages }) {
    const world = await makeWorld()
    const browser = await startChromium()
    try {
      const { projectId, nodeId }: { projectId: ProjectId; nodeId: NodeId } = world.workspace
      await world.installation.stopAll()
      say(`writing ${sessions} sessions of ${messages} messages`)
      const { took } = await fillStore(world.installation.home.appDatabase, {
        sessions,
        messagesOfSession: messages,
        sessionsOfWorkspace: 10,
        messagesOfTurn: 100,
        nodeId,
        projectId,
        searchable: false,
      })
      say(`${Math.round(took / 1000)} s`)
      const served = await serve(world.installation)
      try {
        const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
        await page.goto(served.url)
        const { origin } = new URL(served.url)
        const link = `a[href="#/project/${projectId}"]`
        const clicked: number[] = []
        const loaded: number[] = []
        for (let round = 0; round <= rounds; round++) {
          await page.goto(`${origin}/#/settings/about`)
          await page.reload()
          await page.locator(link).waitFor()
          const taken = await open(page, link)
          const anew = await timed(async () => {
            await page.reload()
            await page.locator(said).first().waitFor()
          })
          // The first one also loads the code of the screen.
          if (round === 0) continue
          clicked.push(taken)
          loaded.push(anew)
        }
        return [
          {
            what: `Open a project of ${sessions} sessions with ${messages.toLocaleString('en')} messages each`,
            ours: `${spread(clicked, 'ms')}; with loading the page ${median(loaded).toFixed(0)} ms`,
            against: '',
            value: median(clicked),
            unit: 'ms',
            goal: { most: 300 },
          },
        ]
      } finally {
        await served.stop()
      }
    } finally {
      await browser.close()
      await world.remove()
    }
  },
}
