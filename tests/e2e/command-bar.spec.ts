import { expect, test } from './fixture.ts'
import { look } from './look.ts'
import { composer, startTask } from './steps.ts'

test('files, nodes and acts on the last turn are found in the command bar, and moved through by keyboard', async ({
  app,
  installation,
}) => {
  const { page } = app
  await startTask(app, installation, 'try/bar', 'Say hello')
  await expect(page.getByRole('log').getByText('Say hello')).toHaveCount(2)
  const bar = page.getByRole('dialog', { name: 'Search or run' })
  const selected = bar.locator('[cmdk-item][data-selected="true"]')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('/src')
  await expect(selected).toContainText('src/')
  const first = await selected.innerText()
  await page.keyboard.press('Alt+j')
  await expect(selected).not.toHaveText(first)
  await page.keyboard.press('Alt+k')
  await expect(selected).toContainText(first.split('\n')[0] ?? '')
  await look(page, 'command-bar-files')
  await bar.getByRole('combobox').fill('/cart')
  await expect(selected).toContainText('src/cart.ts')
  await page.keyboard.press('Enter')
  await expect(composer(page)).toHaveValue('@src/cart.ts ')

  await page.keyboard.press('Control+k')
  await page.keyboard.type('this machine')
  await expect(selected).toContainText('node, ')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('retry last')
  await expect(selected).toContainText('Retry the last turn')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Retry' })).toBeVisible()
})
