import { expect, test } from './fixture.ts'
import { makeShop, openProject, startTask } from './steps.ts'

test('the command bar finds and runs an action, and gives the focus back', async ({ app, installation }) => {
  const { page } = app
  await startTask(app, installation, 'try/bar', 'Say hello.')
  const input = page.getByRole('textbox', { name: /^Message / })
  await expect(input).toBeFocused()
  await page.keyboard.press('Control+k')
  const bar = page.getByRole('combobox', { name: /Search or run/ })
  await expect(bar).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(input).toBeFocused()

  await page.keyboard.press('Control+k')
  await page.keyboard.type('light theme')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('dark theme')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})

test('a workspace is made, opened and looked at without a mouse', async ({ app, installation }) => {
  const { page } = app
  await openProject(app, await makeShop(installation))
  await page.keyboard.press('Alt+n')
  await page.keyboard.type('Say hello')
  await expect(page.getByRole('dialog').getByText('free')).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('log').getByText('Say hello')).toHaveCount(2)
  await page.keyboard.press('Control+`')
  await expect(page.getByRole('region', { name: /^Terminal / })).toBeVisible()
  await page.keyboard.press('Control+1')
  await expect(page.getByRole('log')).toBeVisible()
  await page.keyboard.press('Control+Shift+d')
  await expect(page.getByRole('tab', { name: /Changes/ })).toHaveAttribute('aria-selected', 'true')
})

test('the cheat sheet lists the shortcuts and closes with Esc', async ({ app }) => {
  const { page } = app
  await expect(page.getByRole('heading', { name: 'Open a repository to begin' })).toBeVisible()
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(sheet).toContainText('New workspace')
  await expect(sheet).toContainText('Stop the agent')
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
})
