import { resolve } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect } from './fixture.ts'

const folder = resolve(import.meta.dirname, '../../test-results/screens')
/** WCAG 2.2, levels A and AA. */
const everything = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** The themes differ in nothing but colours, so the second is checked for these only. */
const checks = [
  ['dark', (page: Page) => violations(new AxeBuilder({ page }).withTags(everything))],
  ['light', (page: Page) => violations(new AxeBuilder({ page }).withRules(['color-contrast']))],
] as const

/**
 * Keeps a picture of the screen in both themes as `test-results/screens/<name>-<theme>.png` and checks its
 * accessibility in both. A violation fails the test at its end, so that every screen is looked at.
 */
export async function look(page: Page, name: string): Promise<void> {
  for (const [colorScheme, check] of checks) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
    await settled(page)
    await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png` })
    expect.soft(await check(page), `axe on ${name}, ${colorScheme}`).toEqual([])
  }
}

/** Fonts are there and what fades has faded; what turns for ever is no reason to wait. */
const settled = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    await document.fonts.ready
    const ending = document
      .getAnimations()
      .filter((animation) => animation.effect?.getComputedTiming().iterations !== Infinity)
    // Rejects when the element goes away, which also ends it.
    await Promise.allSettled(ending.map((animation) => animation.finished))
  })

async function violations(axe: AxeBuilder): Promise<string[]> {
  const { violations: found } = await axe.analyze()
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary ?? ''}`),
  )
}
