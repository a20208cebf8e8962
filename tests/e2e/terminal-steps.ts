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
  await page.keyboard.press('Control+Shift+c')
  const text = await pasted(page)
  await terminal(page).getByRole('textbox', { name: 'Terminal input' }).focus()
  return text
}

/** Puts text on the clipboard, as a person would. */
export async function copy(page: Page, text: string): Promise<void> {
  const field = await page.evaluateHandle((value) => {
    const area = document.createElement('textarea')
    area.value = value
    document.body.append(area)
    area.select()
    return area
  }, text)
  await page.keyboard.press('Control+c')
  await field.evaluate((area) => area.remove())
}

/** What is on the clipboard, pasted: pages may not read it, and the app's never ask to. */
async function pasted(page: Page): Promise<string> {
  const field = await page.evaluateHandle(() => {
    const area = document.createElement('textarea')
    document.body.append(area)
    area.focus()
    return area
  })
  await page.keyboard.press('Control+v')
  const text = await field.evaluate((area) => area.value)
  await field.evaluate((area) => area.remove())
  return text
}

/** Runs a command whose last act is to write `file`; what it wrote. */
export async function runInto(page: Page, command: string, file: string): Promise<string> {
  await type(page, `${command} > '${file}.part' && mv '${file}.part' '${file}'\n`)
  await expect.poll(() => existsSync(file)).toBe(true)
  return readFileSync(file, 'utf8').trim()
}
