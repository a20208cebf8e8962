import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expect, test } from './fixture.ts'
import { look } from './look.ts'
import { startTask, worktreeOf } from './steps.ts'

/** Two themes and a check each take their time. */
test.describe.configure({ timeout: 120_000 })

const tree = (page: Page): Locator => page.getByRole('tree', { name: 'Files', exact: true })
const row = (page: Page, name: string): Locator => tree(page).getByRole('treeitem', { name, exact: false })
const editor = (page: Page, path: string): Locator =>
  page.getByRole('textbox', { name: `Content of ${path}` })
const save = (page: Page): Locator => page.getByRole('button', { name: /^Save( |$)/ })

async function openTab(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Files', exact: true }).click()
  await expect(row(page, 'README.md')).toBeVisible()
}

test('files are browsed, edited and saved; the disk’s changes show up', async ({ app, installation }) => {
  const { page } = app
  await startTask(app, installation, 'try/files')
  const worktree = await worktreeOf(installation)
  const cart = join(worktree, 'src/cart.ts')
  await page.keyboard.press('Control+Shift+e')
  await row(page, 'src').click()
  await row(page, 'cart.ts').click()
  const text = editor(page, 'src/cart.ts')
  await expect(text).toContainText('export const total = 1')

  // Without unsaved edits the editor follows the disk.
  writeFileSync(cart, 'export const total = 3\n')
  await expect(text).toContainText('total = 3')
  await expect(row(page, 'cart.ts').getByRole('img', { name: 'changed' })).toBeVisible()

  await text.click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type('export const more = 4')
  await expect(row(page, 'cart.ts').getByRole('img', { name: 'not saved' })).toBeVisible()
  expect(readFileSync(cart, 'utf8')).toBe('export const total = 3\n')
  await page.keyboard.press('Control+s')
  await expect.poll(() => readFileSync(cart, 'utf8')).toBe('export const total = 3\nexport const more = 4')
  await expect(row(page, 'cart.ts').getByRole('img', { name: 'not saved' })).toBeHidden()

  await look(page, 'files')

  // The history of a file outlives its editor.
  await row(page, 'unused.ts').click()
  await expect(editor(page, 'src/unused.ts')).toBeVisible()
  await page.getByRole('tab', { name: 'cart.ts' }).click()
  await text.click()
  await page.keyboard.press('Control+z')
  await expect(text).not.toContainText('more')
})

test('unsaved edits survive a reload, and a conflict is decided', async ({ app, installation }) => {
  const { page } = app
  await startTask(app, installation, 'try/conflict')
  const worktree = await worktreeOf(installation)
  const readme = join(worktree, 'README.md')
  await openTab(page)
  await row(page, 'README.md').click()
  const text = editor(page, 'README.md')
  await text.click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type('Mine.')
  await expect(save(page)).toBeEnabled()
  const drafts = (): Promise<number> =>
    page.evaluate(async () => {
      const request = indexedDB.open('switchyard.files')
      await new Promise((resolve) => request.addEventListener('success', resolve))
      const count = request.result.transaction('drafts').objectStore('drafts').count()
      await new Promise((resolve) => count.addEventListener('success', resolve))
      request.result.close()
      return count.result
    })
  await expect.poll(drafts).toBe(1)

  await page.reload()
  writeFileSync(readme, '# Theirs\n')
  await openTab(page)
  await row(page, 'README.md').click()
  await expect(text).toContainText('Mine.')
  const note = page.getByRole('alert').filter({ hasText: 'changed on the disk' })
  await expect(note).toBeVisible()
  await look(page, 'files-conflict')
  await note.getByRole('button', { name: 'Compare' }).click()
  await expect(page.getByRole('textbox', { name: 'On the disk' })).toContainText('Theirs')
  await expect(page.getByRole('textbox', { name: 'Your edits' })).toContainText('Mine.')
  await look(page, 'files-compare')
  await note.getByRole('button', { name: 'Back up and overwrite' }).click()
  await expect.poll(() => readFileSync(readme, 'utf8')).toBe('# Shop\nMine.')
  await expect(page.getByText('Saved over README.md').first()).toBeVisible()
  await expect(note).toBeHidden()

  // The other way: the disk wins, and Undo has the edits.
  await text.click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(' More.')
  writeFileSync(readme, '# Theirs again\n')
  await expect(note).toBeVisible()
  await note.getByRole('button', { name: 'Load from the disk' }).click()
  await page.getByRole('button', { name: 'Load and give edits up' }).click()
  await expect(text).toContainText('Theirs again')
  await expect.poll(drafts).toBe(0)
})

test('files are made, renamed and deleted, and the deletion undone', async ({ app, installation }) => {
  const { page } = app
  await startTask(app, installation, 'try/acts')
  const worktree = await worktreeOf(installation)
  await openTab(page)
  await page.getByRole('button', { name: 'New file', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: /^(New|Rename|Delete .*\?$)/ })
  await dialog.getByRole('textbox', { name: 'Path' }).fill('notes/plan.md')
  await dialog.getByRole('button', { name: 'Create file' }).click()
  await expect(editor(page, 'notes/plan.md')).toBeVisible()
  await expect(row(page, 'plan.md')).toBeVisible()
  await editor(page, 'notes/plan.md').click()
  await page.keyboard.type('Plan')
  await page.keyboard.press('Control+s')
  await expect.poll(() => readFileSync(join(worktree, 'notes/plan.md'), 'utf8')).toBe('Plan')

  await row(page, 'plan.md').click()
  await tree(page).press('F2')
  await dialog.getByRole('textbox', { name: 'Path' }).fill('README.md')
  await dialog.getByRole('button', { name: 'Rename' }).click()
  await expect(dialog.getByRole('alert')).toContainText('exists already')
  await dialog.getByRole('textbox', { name: 'Path' }).fill('notes/idea.md')
  await dialog.getByRole('button', { name: 'Rename' }).click()
  await expect(row(page, 'idea.md')).toBeVisible()
  expect(readFileSync(join(worktree, 'notes/idea.md'), 'utf8')).toBe('Plan')
  await expect(editor(page, 'notes/idea.md')).toContainText('Plan')

  await row(page, 'idea.md').click()
  await tree(page).press('Delete')
  await dialog.getByRole('button', { name: 'Keep a backup and delete' }).click()
  await expect(dialog).toBeHidden()
  await expect(row(page, 'idea.md')).toBeHidden()
  expect(existsSync(join(worktree, 'notes/idea.md'))).toBe(false)
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect.poll(() => existsSync(join(worktree, 'notes/idea.md'))).toBe(true)
  expect(readFileSync(join(worktree, 'notes/idea.md'), 'utf8')).toBe('Plan')
  await expect(row(page, 'idea.md')).toBeVisible()
})

test('quick open, search in files, pictures, binary and read-only files', async ({ app, installation }) => {
  const { page } = app
  await startTask(app, installation, 'try/find')
  const worktree = await worktreeOf(installation)
  await openTab(page)
  await page.keyboard.press('Control+p')
  const field = page.getByRole('combobox', { name: 'Name of the file' })
  await field.fill('oldname:7')
  await expect(page.getByRole('option', { name: 'src/old-name.ts' })).toBeVisible()
  await field.press('Enter')
  await expect(editor(page, 'src/old-name.ts')).toBeFocused()
  await expect(page.locator('.cm-activeLine')).toHaveText('export const line6 = 6')
  await page.keyboard.press('Control+p')
  await expect(page.getByRole('option').first()).toContainText('src/old-name.ts')
  await look(page, 'quick-open')
  await page.keyboard.press('Escape')

  await page.keyboard.press('Control+Shift+f')
  await page.getByRole('textbox', { name: 'Search in files' }).fill('unused')
  const results = page.getByRole('tree', { name: 'Search results' })
  await expect(results.getByRole('treeitem', { name: /export const unused/ })).toBeVisible()
  await expect(page.getByText('1 line in 1 file')).toBeVisible()
  await results.getByRole('treeitem', { name: /export const unused/ }).click()
  await expect(editor(page, 'src/unused.ts')).toBeFocused()
  await page.getByRole('button', { name: 'Regular expression' }).click()
  await page.getByRole('textbox', { name: 'Search in files' }).fill('line1\\d =')
  await expect(page.getByText('10 lines in 1 file')).toBeVisible()
  await look(page, 'files-search')
  await page.getByRole('textbox', { name: 'Search in files' }).fill('(')
  await expect(page.getByRole('alert').filter({ hasText: 'cannot be searched for' })).toBeVisible()

  writeFileSync(join(worktree, 'data.bin'), Buffer.from([0, 1, 2]))
  const dot =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
  writeFileSync(join(worktree, 'dot.png'), Buffer.from(dot, 'base64'))
  chmodSync(join(worktree, 'README.md'), 0o444)
  await page
    .getByRole('radio', { name: 'Tree' })
    .or(page.getByRole('button', { name: 'Tree' }))
    .click()
  await row(page, 'data.bin').click()
  await expect(page.getByText('A binary file')).toBeVisible()
  await row(page, 'dot.png').click()
  await expect(page.getByRole('img', { name: 'dot.png' })).toBeVisible()
  await row(page, 'README.md').click()
  await expect(page.getByText('Read-only')).toBeVisible()
  await page.setViewportSize({ width: 1024, height: 768 })
  await page.getByRole('tab', { name: 'Files', exact: true }).click()
  await expect(row(page, 'dot.png')).toBeVisible()
  await look(page, 'files-narrow')
  rmSync(join(worktree, 'dot.png'))
  await expect(row(page, 'dot.png')).toBeHidden()
})
