import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './fixture.ts'
import { approval, fence, git, startTask, worktreeOf } from './steps.ts'

test('changes are listed by kind, shown both ways and committed', async ({ app, installation }) => {
  const { page } = app
  const repository = await startTask(app, installation, 'try/changes')
  const worktree = await worktreeOf(installation)
  await expect(page.getByText('No changes yet')).toBeVisible()
  writeFileSync(join(worktree, 'src/cart.ts'), 'export const total = 2\nexport const tax = 2\n')
  writeFileSync(join(worktree, 'src/added.ts'), 'export const added = true\nexport const lines = 2\n')
  rmSync(join(worktree, 'src/unused.ts'))
  renameSync(join(worktree, 'src/old-name.ts'), join(worktree, 'src/new-name.ts'))

  const tree = page.getByRole('tree', { name: 'Changed files' })
  const file = (name: string) => tree.getByRole('treeitem', { name })
  await expect(file('added.ts').getByRole('img', { name: 'added' })).toBeVisible()
  await expect(file('added.ts')).toContainText('+2')
  await expect(file('cart.ts').getByRole('img', { name: 'modified' })).toBeVisible()
  await expect(file('cart.ts')).toContainText(/\+1\s*−1/)
  await expect(file('unused.ts').getByRole('img', { name: 'deleted' })).toBeVisible()
  await expect(file('new-name.ts').getByRole('img', { name: 'renamed' })).toBeVisible()

  await file('cart.ts').click()
  const diff = page.getByRole('region', { name: 'src/cart.ts' })
  await expect(diff.locator('[data-line-type="change-addition"]').getByText('total = 2')).toBeVisible()
  await expect(diff.locator('[data-line-type="change-deletion"]').getByText('total = 1')).toBeVisible()
  const columns = () => diff.locator('[data-code]').count()
  expect(await columns()).toBe(2)
  await page
    .getByRole('radio', { name: 'Unified' })
    .or(page.getByRole('button', { name: 'Unified' }))
    .click()
  await expect.poll(columns).toBe(1)

  await page.getByRole('textbox', { name: 'Commit message' }).fill('Change the cart')
  await page.getByRole('button', { name: 'Commit 4 files' }).click()
  await expect(page.getByText(/^Committed [0-9a-f]{7,} in shop/).first()).toBeVisible()
  expect(await git(repository, 'log', '-1', '--format=%s', 'try/changes')).toBe('Change the cart')
  expect(await git(worktree, 'status', '--porcelain')).toBe('')
  await page.getByRole('tab', { name: 'Events' }).click()
  await expect(page.getByText('Committed to try/changes in shop: Change the cart')).toBeVisible()
  await page.getByRole('tab', { name: /Changes/ }).click()
  // Against the merge base the work of the branch is still there.
  await expect(file('added.ts')).toBeVisible()
})

test('changes appear while the agent works', async ({ app, installation }) => {
  const { page } = app
  await startTask(
    app,
    installation,
    'try/live',
    [fence('file:first.txt', 'one'), fence('sh', 'echo two > second.txt')].join('\n'),
  )
  const tree = page.getByRole('tree', { name: 'Changed files' })
  await expect(tree.getByRole('treeitem', { name: 'first.txt' })).toBeVisible()
  await expect(approval(page)).toBeVisible()
  await expect(tree.getByRole('treeitem')).toHaveCount(1)
  await approval(page).getByRole('button', { name: 'Allow once' }).click()
  await expect(tree.getByRole('treeitem', { name: 'second.txt' })).toBeVisible()
})
