import { expect, test } from './fixture.ts'
import { look } from './look.ts'
import { composer, say, startTask } from './steps.ts'

test('a second window watches, takes over, and the first one is told', async ({ app, installation }) => {
  test.skip(test.info().project.name !== 'browser', 'a second tab is a matter of the browser')
  const { page } = app
  await startTask(app, installation, 'try/attach', 'Say hello')
  await expect(page.getByRole('log').getByText('Say hello')).toHaveCount(2)
  await page.reload()
  await expect(composer(page)).toBeVisible()

  const second = await page.context().newPage()
  await second.goto(page.url())
  const elsewhere = (where: typeof page) => where.getByText('Another browser tab writes in this session.')
  await expect(elsewhere(second)).toBeVisible()
  await expect(second.getByRole('log').getByText('Say hello')).toHaveCount(2)
  await look(second, 'attached-elsewhere')
  await say(page, 'Say more')
  await expect(second.getByRole('log').getByText('Say more')).toHaveCount(2)

  await second.getByRole('button', { name: 'Take over' }).click()
  await expect(composer(second)).toBeVisible()
  await expect(elsewhere(page)).toBeVisible()
  await expect(composer(page)).toBeHidden()
  // The place is free again once the second one is gone.
  await second.close()
  await expect(composer(page)).toBeVisible()
})
