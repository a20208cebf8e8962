import type { Page } from '@playwright/test'

/** Frames of the scroll that is measured, and how far each goes. */
const frameCount = 400
const stepPixels = 50

/** Milliseconds from the click on the tab Changes to the frame in which lines of a diff are painted. */
export async function openChanges(page: Page): Promise<number> {
  await page.getByRole('tab', { name: 'Events' }).click()
  await page.locator('diffs-container').first().waitFor({ state: 'detached' })
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const tabs = [...document.querySelectorAll<HTMLElement>('[role="tab"]')]
        const started = performance.now()
        tabs.find((tab) => tab.textContent?.startsWith('Changes'))?.click()
        const look = (): void => {
          const drawn = document.querySelector('diffs-container')?.shadowRoot?.querySelector('[data-line]')
          // The frame after the one that holds it: then it has been painted.
          if (drawn) requestAnimationFrame(() => resolve(performance.now() - started))
          else requestAnimationFrame(look)
        }
        requestAnimationFrame(look)
      }),
  )
}

/** The pause before each frame while the list of diffs is scrolled. */
export const scrollThrough = (page: Page): Promise<number[]> =>
  page.evaluate(
    ([frames, step]) =>
      new Promise<number[]>((resolve, reject) => {
        const scroller = document.querySelector('diffs-container')?.closest('.overflow-auto')
        if (!scroller) {
          reject(new Error('no diff is on the screen'))
          return
        }
        const pauses: number[] = []
        let last = performance.now()
        const frame = (now: number): void => {
          pauses.push(now - last)
          last = now
          scroller.scrollTop += step
          if (pauses.length < frames) requestAnimationFrame(frame)
          else resolve(pauses.slice(1))
        }
        requestAnimationFrame(frame)
      }),
    [frameCount, stepPixels] as const,
  )
