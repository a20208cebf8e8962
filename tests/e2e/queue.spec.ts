import { expect, test } from './fixture.ts'
import { look } from './look.ts'
import { approval, composer, fence, say, startTask } from './steps.ts'

const gate = (name: string): string => fence('sh', `touch ${name}.txt`)

test('messages wait while the agent works: they can be changed, moved, removed, and go in order', async ({
  app,
  installation,
}) => {
  const { page } = app
  await startTask(app, installation, 'try/queue', gate('one'))
  await expect(approval(page)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Queue' })).toBeVisible()
  for (const text of ['Say first', 'Say second', 'Say third']) await say(page, text)
  const queue = page.getByRole('region', { name: 'Queued messages' })
  const rows = queue.getByRole('listitem')
  await expect(rows).toContainText(['Say first', 'Say second', 'Say third'])
  await look(page, 'queue')

  await rows.nth(2).getByRole('button', { name: 'Move up' }).click()
  await expect(rows).toContainText(['Say first', 'Say third', 'Say second'])
  await rows.nth(0).getByRole('button', { name: 'Edit' }).click()
  const editor = queue.getByRole('textbox')
  await editor.fill('Say changed')
  await editor.press('Enter')
  await expect(rows).toContainText(['Say changed', 'Say third', 'Say second'])
  await rows.nth(1).getByRole('button', { name: 'Remove' }).click()
  await expect(rows).toContainText(['Say changed', 'Say second'])
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(rows).toContainText(['Say changed', 'Say third', 'Say second'])

  await approval(page).getByRole('button', { name: 'Allow once' }).click()
  await expect(queue).toBeHidden()
  const log = page.getByRole('log')
  // Once as the message and once as what the agent made of it.
  await expect(log.getByText('Say second')).toHaveCount(2)
  const order = await log.innerText()
  expect(order.indexOf('Say changed')).toBeLessThan(order.indexOf('Say third'))
  expect(order.indexOf('Say third')).toBeLessThan(order.indexOf('Say second'))
})

test('after a stopped turn the messages are held until the user sends or discards them', async ({
  app,
  installation,
}) => {
  const { page } = app
  await startTask(app, installation, 'try/held', gate('one'))
  await expect(approval(page)).toBeVisible()
  await say(page, 'Say later')
  await page.getByRole('button', { name: /^Stop/ }).click()
  const queue = page.getByRole('region', { name: 'Queued messages' })
  await expect(queue.getByText('You stopped the turn. 1 message waits for your decision.')).toBeVisible()
  await look(page, 'queue-held')
  await page.reload()
  await queue.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(queue).toBeHidden()
  await expect(page.getByRole('log').getByText('Say later')).toHaveCount(2)
})

test('Ctrl Enter stops the turn and sends at once', async ({ app, installation }) => {
  const { page } = app
  await startTask(app, installation, 'try/now', gate('one'))
  await expect(approval(page)).toBeVisible()
  await composer(page).fill('Say now')
  await composer(page).press('ControlOrMeta+Enter')
  await expect(page.getByRole('log').getByText('Say now')).toHaveCount(2)
  await expect(page.getByText('You stopped this turn.')).toBeVisible()
})
