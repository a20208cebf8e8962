import { expect, test } from './fixture.ts'
import { look } from './look.ts'
import { startTask } from './steps.ts'

test('a shortcut is changed, works at once and after a reload, and is taken from who had it', async ({
  app,
  installation,
}) => {
  const { page } = app
  await startTask(app, installation, 'try/keys')
  await page.keyboard.press('Control+,')
  await page.getByRole('link', { name: 'Shortcuts' }).click()
  const change = (title: string) =>
    page.getByRole('button', { name: new RegExp(`^Change the shortcut of ${title}:`) })
  const row = (title: string) => page.getByRole('listitem').filter({ has: change(title) })
  await change('Search the history').click()
  await page.keyboard.press('Control+c')
  await expect(page.getByRole('alert')).toContainText('Text fields and terminals need it.')
  await page.keyboard.press('Alt+g')
  await expect(change('Search the history')).toContainText(': AltG')

  await change('Show all that needs you').click()
  await page.keyboard.press('Alt+g')
  await expect(page.getByRole('alert')).toContainText('is the shortcut of Search the history')
  await look(page, 'shortcuts')
  await page.getByRole('button', { name: 'Use it here' }).click()
  await expect(change('Show all that needs you')).toContainText(': AltG')
  await expect(change('Search the history')).toContainText(': None')

  await page.reload()
  await expect(change('Show all that needs you')).toContainText(': AltG')
  await page.keyboard.press('Alt+g')
  await expect(page).toHaveURL(/needs-you/)
  await page.goBack()
  await row('Show all that needs you')
    .getByRole('button', { name: /^Reset/ })
    .click()
  await expect(change('Show all that needs you')).toContainText(': AltShiftA')
  await page.getByRole('button', { name: 'Reset all' }).click()
  await expect(change('Search the history')).toContainText(': AltH')
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(change('Search the history')).toContainText(': None')
})
