import type { Page } from '@playwright/test'
import { markSource } from './marks.ts'

/** What a page showed: the pause before each frame, and how old each mark was when it had been painted. */
export interface Recorded {
  frames: number[]
  ages: number[]
}

declare global {
  interface Window {
    stopRecording?: () => Recorded
  }
}

/** Rows looked at, from the end: a message that has just ended may still hold new marks. */
const rowsLookedAt = 4
/** Characters looked at, from each row's end: about a second of a stream, so that looking costs no frame. */
const endLookedAt = 6_000

/**
 * Records every frame of the page from now on; `read` ends it. Marks are looked for in the transcript's last rows, in
 * a task that each frame posts: by then it has been painted.
 */
export async function record(page: Page): Promise<{ read(): Promise<Recorded> }> {
  await page.evaluate(
    ([source, rows, end]) => {
      const marks = new RegExp(source, 'g')
      const recorded: Recorded = { frames: [], ages: [] }
      const started = Date.now()
      const painted = new MessageChannel()
      let last = performance.now()
      let newest = -1
      let going = true
      const frame = (now: number): void => {
        if (!going) return
        recorded.frames.push(now - last)
        last = now
        painted.port1.postMessage(null)
        requestAnimationFrame(frame)
      }
      painted.port2.addEventListener('message', () => {
        const time = Date.now()
        const shown = [...document.querySelectorAll('[role="log"] [data-index]')].slice(-rows)
        const found = shown.flatMap((row) => [...(row.textContent ?? '').slice(-end).matchAll(marks)])
        const fresh = found
          .map(([, number, sentAt]) => ({ number: Number(number), sentAt: Number(sentAt) }))
          .filter(({ number, sentAt }) => number > newest && sentAt >= started)
        for (const { number, sentAt } of fresh) {
          recorded.ages.push(time - sentAt)
          newest = number
        }
      })
      painted.port2.start()
      requestAnimationFrame(frame)
      window.stopRecording = () => {
        going = false
        return recorded
      }
    },
    [markSource, rowsLookedAt, endLookedAt] as const,
  )
  return {
    read: () =>
      page.evaluate(() => {
        if (!window.stopRecording) throw new Error('nothing is recorded')
        return window.stopRecording()
      }),
  }
}
