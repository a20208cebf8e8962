import type { Page } from '@playwright/test'
import type { AppClient } from '../../src/cli/connect.ts'
import type { SessionId } from '../../src/contracts/index.ts'
import { median, spread, type Bench } from './lib/bench.ts'
import { startChromium } from './lib/chromium.ts'
import { serve } from './lib/served.ts'
import { makeWorld } from './lib/world.ts'

const prompts = 100
/** Beside the prompt itself, each of them an agent message followed by a file it writes. */
const messagesOfPrompt = 99
const rounds = 9
const sign = 'The very last word'

const step = (prompt: number, at: number): string =>
  `Message ${at + 1} of prompt ${prompt + 1}.\n\n\`\`\`file:notes.txt\n${prompt}-${at}\n\`\`\``

/** Lets the agent say it all: the transcript is one that the product wrote. */
async function fill(client: AppClient, sessionId: SessionId): Promise<void> {
  for (let prompt = 0; prompt < prompts; prompt++) {
    const text = Array.from({ length: messagesOfPrompt }, (_, at) => step(prompt, at)).join('\n\n')
    await finish(client, sessionId, prompt + 1 < prompts ? text : `${text}\n\n${sign}.`)
  }
}

async function finish(client: AppClient, sessionId: SessionId, text: string): Promise<void> {
  const events = await client.session.follow({ sessionId, after: null })
  for await (const event of events) {
    if (event.type === 'ready') await client.session.prompt({ sessionId, text })
    if (event.type === 'change' && event.change.type === 'turn' && event.change.entity.endedAt !== null)
      return
  }
}

/** Milliseconds from the click on the session to the frame in which its last message is painted. */
const open = (page: Page, title: string): Promise<number> =>
  page.evaluate(
    ([wanted, last]) =>
      new Promise<number>((resolve) => {
        const link = [...document.querySelectorAll<HTMLElement>('a')].find((entry) =>
          entry.textContent?.includes(wanted),
        )
        const started = performance.now()
        link?.click()
        const look = (): void => {
          const painted = document.querySelector('[role="log"]')?.textContent?.includes(last) ?? false
          // The frame after the one that holds the text: then it has been painted.
          if (painted) requestAnimationFrame(() => resolve(performance.now() - started))
          else requestAnimationFrame(look)
        }
        requestAnimationFrame(look)
      }),
    [title, sign] as const,
  )

/** A long conversation from the sidebar, in a page that has not seen it. */
export const openSession: Bench = {
  name: 'open-session',
  async run(say) {
    const world = await makeWorld()
    const browser = await startChromium()
    try {
      const { client } = world.connection
      const { workspace } = world
      const session = await client.session.create({ workspace: workspace.id, agent: 'runbook' })
      const messages = prompts * (messagesOfPrompt + 1)
      say(`letting the agent say ${messages} messages`)
      await fill(client, session.id)
      const other = await client.workspace.create({ project: 'demo', branch: 'bench/other' })
      world.connection.close()
      const served = await serve(world.installation)
      try {
        const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
        await page.goto(served.url)
        const samples: number[] = []
        for (let round = 0; round <= rounds; round++) {
          await page.goto(`${new URL(served.url).origin}/#/workspace/${other.id}`)
          await page.reload()
          await page.getByText('Start a session').waitFor()
          const taken = await open(page, workspace.name)
          // The first one also loads the code of the screen.
          if (round > 0) samples.push(taken)
        }
        return [
          {
            what: `Open a session of ${messages.toLocaleString('en')} messages, to first paint`,
            ours: spread(samples, 'ms'),
            against: '',
            value: median(samples),
            unit: 'ms',
            goal: { most: 200 },
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
