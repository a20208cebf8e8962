import { expect, test } from './fixture.ts'
import { look } from './look.ts'
import { scriptedProfile } from './scripted.ts'
import { composer, startTask, worktreeOf } from './steps.ts'

/** Pictures in two themes, each with a check, take their time. */
test.describe.configure({ timeout: 120_000 })

test('a session that wants a file another one changes waits for it, and goes on when the user says so', async ({
  app,
  installation,
}) => {
  const { page } = app
  await startTask(app, installation, 'try/locks')
  const { client } = await installation.connect()
  await client.settings.set({ customAgents: [scriptedProfile('Scripted')] })
  const path = `${await worktreeOf(installation)}/src/cart.ts`
  const call = { toolCallId: 'c1', title: 'Edit src/cart.ts', kind: 'edit', locations: [{ path }] }
  const ask = async (): Promise<void> => {
    await page.getByRole('button', { name: 'New session or terminal' }).click()
    await page.getByRole('menuitem', { name: 'Scripted' }).click()
    await expect(page.getByRole('tab', { selected: true }).first()).toContainText('Scripted')
    await composer(page).fill(JSON.stringify([['ask', call]]))
    await composer(page).press('Enter')
  }
  const card = page.getByRole('alert').filter({ hasText: 'cart.ts' })
  await ask()
  await expect(card.getByRole('button', { name: 'allow_once' })).toBeVisible()
  const inUse = page.getByRole('button', { name: 'Files in use: 1 file' })
  await expect(inUse).toBeVisible()

  await ask()
  await expect(card.getByText(/^Waits for /)).toBeVisible()
  await expect(card.getByRole('button', { name: 'allow_once' })).toHaveCount(0)
  await expect(card.getByRole('button', { name: 'reject_once' })).toBeVisible()
  await look(page, 'file-lock-held')
  await inUse.click()
  const list = page.getByRole('dialog', { name: 'Files in use' })
  await expect(list.getByText('src/cart.ts', { exact: true })).toBeVisible()
  await expect(list.getByText(/1 session waiting/)).toBeVisible()
  await look(page, 'file-locks')
  await page.keyboard.press('Escape')

  await card.getByRole('button', { name: 'Go on anyway' }).click()
  await card.getByRole('button', { name: 'allow_once' }).click()
  await expect(card).toHaveCount(0)
})
