import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './fixture.ts'
import { approval, composer, fence, startTask, worktreeOf } from './steps.ts'

test('what is allowed always is not asked again in the session', async ({ app, installation }) => {
  const { page } = app
  await startTask(
    app,
    installation,
    'try/always',
    [fence('sh', 'touch first.txt'), fence('sh', 'touch second.txt'), 'Both are there.'].join('\n\n'),
  )
  const worktree = await worktreeOf(installation)
  await expect(approval(page)).toContainText('touch first.txt')
  expect(existsSync(join(worktree, 'first.txt'))).toBe(false)
  await page.keyboard.press('Shift+A')
  await expect(page.getByRole('log').getByText('Both are there.')).toHaveCount(2)
  await expect(approval(page)).toBeHidden()
  expect(existsSync(join(worktree, 'first.txt'))).toBe(true)
  expect(existsSync(join(worktree, 'second.txt'))).toBe(true)
})

test('Esc in an empty message stops the agent, and what it asked is no question any more', async ({
  app,
  installation,
}) => {
  const { page } = app
  await startTask(app, installation, 'try/esc', fence('sh', 'touch never.txt'))
  const worktree = await worktreeOf(installation)
  await expect(approval(page)).toBeVisible()
  await composer(page).focus()
  await page.keyboard.press('Escape')
  await expect(page.getByText('Stopped').first()).toBeVisible()
  await expect(approval(page)).toBeHidden()
  await expect(page.getByRole('button', { name: 'Stop' })).toBeHidden()
  expect(existsSync(join(worktree, 'never.txt'))).toBe(false)
})
