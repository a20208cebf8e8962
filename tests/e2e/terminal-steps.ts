import { existsSync, readFileSync } from 'node:fs'
import { expect, type Locator, type Page } from '@playwright/test'

/** The terminal in view. */
export const terminal = (page: Page): Locator =>
  page.getByRole('region', { name: /^Terminal / }).filter({ visible: true })

/** Opens one more terminal from the menu of new tabs. */
export async function newTerminal(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New session or terminal' }).click()
  await page.getByRole('menuitem', { name: 'Terminal' }).click()
  await expect(terminal(page)).toBeVisible()
}

export async function type(page: Page, text: string): Promise<void> {
  await terminal(page).getByRole('textbox', { name: 'Terminal input' }).focus()
  await page.keyboard.type(text)
}

/**
 * The lines in view, as a person would copy them. The screen is a canvas: it is selected from corner to corner and
 * copied with the terminal's own shortcut.
 */
export async function screenText(page: Page): Promise<string> {
  const box = await terminal(page).locator('.xterm-screen').boundingBox()
  if (!box) throw new Error('the terminal has no size')
  await page.mouse.move(box.x + 1, box.y + 2)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width - 2, box.y + box.height - 2, { steps: 4 })
  await page.mouse.up()
  await page.evaluate(() => navigator.clipboard.writeText(''))
  await page.keyboard.press('Control+Shift+c')
  return page.evaluate(() => navigator.clipboard.readText())
}

/** Runs a command whose last act is to write `file`; what it wrote. */
export async function runInto(page: Page, command: string, file: string): Promise<string> {
  await type(page, `${command} > '${file}.part' && mv '${file}.part' '${file}'\n`)
  await expect.poll(() => existsSync(file)).toBe(true)
  return readFileSync(file, 'utf8').trim()
}
