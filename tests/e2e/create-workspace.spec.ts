import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './fixture.ts'
import { git, makeShop, openProject, openWorkspace, worktreeOf } from './steps.ts'

test('the branch name follows the task, is checked while typing, and the checkout stays as it is', async ({
  app,
  installation,
}) => {
  const { page } = app
  const repository = await makeShop(installation)
  await git(repository, 'branch', 'fix/taken')
  const before = [
    await git(repository, 'status', '--porcelain'),
    await git(repository, 'rev-parse', 'HEAD', 'main'),
  ]
  await openProject(app, repository)

  await page.keyboard.press('Alt+n')
  const dialog = page.getByRole('dialog', { name: 'New workspace' })
  const branch = dialog.getByRole('textbox', { name: 'Branch' })
  const create = dialog.getByRole('button', { name: 'Create only' })
  await expect(dialog.getByRole('textbox', { name: 'Task' })).toBeFocused()
  await expect(create).toBeDisabled()
  await dialog.getByRole('textbox', { name: 'Task' }).fill('Fix the cart totals')
  await expect(branch).toHaveValue(/cart-totals/)
  await expect(dialog.getByText('free')).toBeVisible()

  await branch.fill('no..name')
  await expect(branch).toHaveAttribute('aria-invalid', 'true')
  await expect(create).toBeDisabled()

  await branch.fill('fix/taken')
  await expect(dialog.getByText(/Branch fix\/taken exists/)).toBeVisible()
  await expect(create).toBeDisabled()
  await dialog.getByRole('button', { name: 'fix/taken-2' }).click()
  await expect(branch).toHaveValue('fix/taken-2')
  await expect(create).toBeEnabled()
  await create.click()

  await expect(dialog).toBeHidden()
  await expect(page.getByText('fix/taken-2', { exact: true }).first()).toBeVisible()
  const worktree = await worktreeOf(installation)
  expect(existsSync(join(worktree, 'src/cart.ts'))).toBe(true)
  expect([
    await git(repository, 'status', '--porcelain'),
    await git(repository, 'rev-parse', 'HEAD', 'main'),
  ]).toEqual(before)
})

test('a deleted workspace leaves its uncommitted work in a backup ref and says where', async ({
  app,
  installation,
}) => {
  const { page } = app
  const repository = await makeShop(installation)
  await openProject(app, repository)
  await openWorkspace(app, 'try/one')
  const worktree = await worktreeOf(installation)
  writeFileSync(join(worktree, 'unsaved.txt'), 'unsaved')

  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Delete workspace…' }).click()
  const dialog = page.getByRole('dialog', { name: /^Delete / })
  await expect(dialog).toContainText('1 uncommitted file')
  await expect(dialog).toContainText('Branch try/one stays')
  await dialog.getByRole('button', { name: 'Save and delete workspace' }).click()
  await expect(page.getByText(/refs\/switchyard\/backup\//)).toBeVisible()
  expect(existsSync(worktree)).toBe(false)
  const ref = await git(repository, 'for-each-ref', '--format=%(refname)', 'refs/switchyard')
  expect(await git(repository, 'show', `${ref}:unsaved.txt`)).toBe('unsaved')
})
