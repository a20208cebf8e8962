import { join } from 'node:path'
import { expect, test } from './fixture.ts'
import { composer, openWorkspace, startTask } from './steps.ts'
import { runInto, terminal } from './terminal-steps.ts'

test('each workspace keeps its tab, its terminal and its draft while another is shown', async ({
  app,
  installation,
}) => {
  const { page } = app
  const out = (name: string): string => join(installation.folder, name)
  const go = (branch: string) =>
    page.getByRole('navigation', { name: 'Projects and nodes' }).getByRole('link', { name: branch }).click()

  await startTask(app, installation, 'try/one', 'Say hello.')
  await expect(page.getByRole('log').getByText('Say hello.')).toHaveCount(2)
  await composer(page).fill('half a thought')
  await openWorkspace(app, 'try/two')
  await page.keyboard.press('Control+`')
  const shell = await runInto(page, 'kept=yes; echo $$', out('shell'))
  const folder = await runInto(page, 'pwd', out('folder'))

  // In a terminal Alt with a digit is the program's.
  await page.keyboard.press('Control+Shift+Escape')
  await page.keyboard.press('Alt+1')
  await expect(composer(page)).toHaveValue('half a thought')
  await expect(terminal(page)).toBeHidden()
  await page.keyboard.press('Alt+2')
  await expect(terminal(page)).toBeVisible()
  expect(await runInto(page, 'echo $$ $kept', out('again'))).toBe(`${shell} yes`)
  expect(await runInto(page, 'pwd', out('folder-again'))).toBe(folder)

  await go('Say hello')
  await expect(composer(page)).toHaveValue('half a thought')
})
