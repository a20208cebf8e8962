import { expect, test } from './fixture.ts'
import { composer, say, startTask } from './steps.ts'

test('switching between sessions keeps what was written and where it was read', async ({
  app,
  installation,
}) => {
  const { page } = app
  const long = Array.from({ length: 150 }, (_, line) => `Line ${line + 1} of a long story.`).join('\n\n')
  await startTask(app, installation, 'try/switch', long)
  const log = page.getByRole('log')
  await expect(log.getByText('Line 150 of a long story.')).toHaveCount(2)
  await say(page, long.replaceAll('story', 'tale'))
  await expect(log.getByText('Line 150 of a long tale.')).toHaveCount(2)
  await composer(page).fill('A thought for later')
  await log.evaluate((element) => element.scrollTo(0, 2500))
  const top = () => log.evaluate((element) => element.scrollTop)
  await expect(page.getByRole('button', { name: 'To the newest' })).toBeVisible()
  const before = await top()

  await page.getByRole('button', { name: 'New session' }).first().click()
  await page.getByRole('menuitem', { name: /Runbook/ }).click()
  await expect(composer(page)).toHaveValue('')
  await page.getByRole('tab').first().click()
  await expect(composer(page)).toHaveValue('A thought for later')
  await expect.poll(async () => Math.abs((await top()) - before)).toBeLessThan(40)
})
