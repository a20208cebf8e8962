import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expect, test } from './fixture.ts'
import { look } from './look.ts'
import { git, say, startTask, worktreeOf } from './steps.ts'

const ten = Array.from({ length: 20 }, (_, line) => `export const line${line} = ${line}\n`).join('')
const edited = ten.replace('line2 = 2', 'line2 = 20').replace('line17 = 17', 'line17 = 170')

const region = (page: Page, path: string): Locator => page.getByRole('region', { name: path })
/** The number beside a line of the new side. */
const lineNumber = (page: Page, path: string, line: number): Locator =>
  region(page, path).locator(`[data-column-number="${line}"]`).last()

test('a hunk and single lines are staged, unstaged and committed alone', async ({ app, installation }) => {
  const { page } = app
  await startTask(app, installation, 'try/stage')
  const worktree = await worktreeOf(installation)
  writeFileSync(join(worktree, 'src/old-name.ts'), edited)
  const file = region(page, 'src/old-name.ts')
  await expect(file).toBeVisible()
  const stage = file.getByRole('button', { name: 'Stage this hunk' })
  await expect(stage).toHaveCount(2)
  await stage.first().click({ force: true })
  await expect.poll(() => git(worktree, 'diff', '--cached', '--numstat')).toBe('1\t1\tsrc/old-name.ts')
  expect(await git(worktree, 'diff', '--cached')).toContain('line2 = 20')
  await page.getByRole('radio', { name: 'Staged 1' }).click()
  await look(page, 'staging')
  await page.getByRole('textbox', { name: 'Commit message' }).fill('Only the second line')
  await page.getByRole('button', { name: 'Commit 1 staged file' }).click()
  await expect(page.getByText(/^Committed [0-9a-f]{7,} in shop/).first()).toBeVisible()
  expect(await git(worktree, 'status', '--porcelain')).toBe(' M src/old-name.ts')

  await lineNumber(page, 'src/old-name.ts', 18).click()
  await page.getByRole('button', { name: 'Stage lines' }).click()
  // The line before the change stays, as it was not chosen.
  await expect.poll(() => git(worktree, 'diff', '--cached', '--numstat')).toBe('1\t0\tsrc/old-name.ts')
  await page.getByRole('button', { name: 'Unstage src/old-name.ts' }).click()
  await expect.poll(() => git(worktree, 'diff', '--cached', '--numstat')).toBe('')
})

test('a file is discarded after a question, and comes back', async ({ app, installation }) => {
  const { page } = app
  await startTask(app, installation, 'try/discard')
  const worktree = await worktreeOf(installation)
  const path = join(worktree, 'src/cart.ts')
  writeFileSync(path, 'export const total = 99\n')
  await page.getByRole('button', { name: 'Discard src/cart.ts' }).click()
  await page.getByRole('button', { name: 'Discard changes' }).click()
  await expect.poll(() => git(worktree, 'status', '--porcelain')).toBe('')
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect.poll(() => readFileSync(path, 'utf8')).toBe('export const total = 99\n')
})

test('comments outlive the app and go to the agent in one message', async ({ app, installation }) => {
  const { page } = app
  await startTask(app, installation, 'try/comment', 'Say hello')
  const worktree = await worktreeOf(installation)
  writeFileSync(join(worktree, 'src/old-name.ts'), edited)
  await lineNumber(page, 'src/old-name.ts', 3).click()
  await page.getByRole('group', { name: 'Chosen lines' }).getByRole('button', { name: 'Comment' }).click()
  const editor = page.getByRole('textbox', { name: 'Comment on these lines' })
  await editor.fill('Why twenty?')
  // Kept while it is typed.
  await expect
    .poll(() => installation.json<{ draft: { text: string } | null }[]>('comment', 'list', 'Say hello'))
    .toMatchObject([{ draft: { text: 'Why twenty?' } }])
  await page.reload()
  await expect(editor).toHaveValue('Why twenty?')
  await editor.press('ControlOrMeta+Enter')
  const thread = page.getByRole('region', { name: 'Comments on src/old-name.ts, line 3' })
  await expect(thread.getByText('Why twenty?')).toBeVisible()
  await look(page, 'comments')
  // Lines put in above move it along.
  writeFileSync(join(worktree, 'src/old-name.ts'), `// first\n${edited}`)
  await expect(thread).toBeVisible()
  await page.getByRole('button', { name: 'Send 1 comment to agent' }).click()
  await page.getByRole('button', { name: 'Send 1 comment', exact: true }).click()
  await expect(thread.getByRole('button', { name: 'Sent to the agent' })).toBeVisible()
  await expect(page.getByText('src/old-name.ts, line 4').first()).toBeVisible()
  await say(page, 'Done')
})
