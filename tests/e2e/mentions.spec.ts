import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from './fixture.ts'
import { look } from './look.ts'
import { composer, startTask, worktreeOf } from './steps.ts'

/** Pictures in two themes, each with a check, take their time. */
test.describe.configure({ timeout: 120_000 })

test('files are mentioned with @: found by some of their letters, chosen by key, sent with the message', async ({
  app,
  installation,
}) => {
  const { page } = app
  await startTask(app, installation, 'try/mentions')
  await page.getByRole('button', { name: 'New session or terminal' }).click()
  await page.getByRole('menuitem', { name: 'Runbook' }).click()
  const worktree = await worktreeOf(installation)
  await writeFile(join(worktree, 'src/cart-items.ts'), 'export {}\n')
  // The list is of what git says now.
  await expect(page.getByRole('treeitem', { name: 'cart-items.ts' })).toBeVisible()

  await composer(page).focus()
  await page.keyboard.type('Look at @srcca')
  const options = page.getByRole('listbox', { name: 'Files' }).getByRole('option')
  // What was changed last comes first.
  await expect(options).toContainText(['src/cart-items.ts', 'src/cart.ts'])
  const field = page.getByRole('combobox', { name: /^Message / })
  await expect(field).toHaveAttribute('aria-expanded', 'true')
  await expect(options.first()).toHaveAttribute('aria-selected', 'true')
  await look(page, 'mentions')
  await page.keyboard.press('ArrowDown')
  await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(options).toHaveCount(0)
  await expect(composer(page)).toHaveValue('Look at @src/cart.ts ')
  await page.keyboard.type('and @old')
  await expect(options).toContainText(['src/old-name.ts'])
  await page.keyboard.press('Tab')
  await page.keyboard.type('but not @README')
  await expect(options).toContainText(['README.md'])
  await page.keyboard.press('Escape')
  await expect(options).toHaveCount(0)

  const attached = page.getByRole('list', { name: 'Attachments of the draft' }).getByRole('listitem')
  await expect(attached).toHaveText(['src/cart.ts', 'src/old-name.ts'])
  await page.reload()
  await expect(composer(page)).toHaveValue('Look at @src/cart.ts and @src/old-name.ts but not @README')
  await expect(attached).toHaveText(['src/cart.ts', 'src/old-name.ts'])
  await look(page, 'mentions-chips')
  await page.setViewportSize({ width: 1024, height: 768 })
  await expect(page.getByRole('tab', { name: /Changes/ })).toHaveAttribute('aria-selected', 'false')
  await look(page, 'mentions-chips-1024')
  await page.getByRole('button', { name: 'Remove src/old-name.ts' }).click()
  await expect(composer(page)).toHaveValue('Look at @src/cart.ts and but not @README')
  await expect(attached).toHaveText(['src/cart.ts'])

  await composer(page).press('Enter')
  await expect(composer(page)).toHaveValue('')
  const [session] = await installation.json<{ id: string }[]>('session', 'list')
  const { turns } = await installation.json<{
    turns: { messages: { role: string; attachments: unknown[] }[] }[]
  }>('session', 'show', session?.id ?? '')
  expect(turns[0]?.messages.find(({ role }) => role === 'user')?.attachments).toMatchObject([
    { kind: 'file', path: 'src/cart.ts' },
  ])
})

test('where no file matches, Enter sends', async ({ app, installation }) => {
  const { page } = app
  await startTask(app, installation, 'try/no-mention', 'Hello')
  await composer(page).focus()
  await page.keyboard.type('Ask @nobody-at-all')
  await expect(page.getByText('No file matches')).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(composer(page)).toHaveValue('')
  // Once as the message and once as what the agent made of it.
  await expect(page.getByRole('log').getByText('Ask @nobody-at-all')).toHaveCount(2)
})
