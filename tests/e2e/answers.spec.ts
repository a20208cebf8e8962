import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './fixture.ts'
import { look } from './look.ts'
import { approval, composer, fence, say, startTask, worktreeOf } from './steps.ts'

test('what is allowed always is not asked again in the workspace, until the rule is revoked', async ({
  app,
  installation,
}) => {
  const { page } = app
  const line = 'echo more >> log.txt'
  await startTask(
    app,
    installation,
    'try/always',
    [fence('sh', line), fence('sh', line), 'Both are there.'].join('\n\n'),
  )
  const worktree = await worktreeOf(installation)
  await expect(approval(page)).toContainText(`Always, for Runbook in this workspace: run exactly ${line}`)
  expect(existsSync(join(worktree, 'log.txt'))).toBe(false)
  await page.keyboard.press('Shift+A')
  await expect(page.getByRole('log').getByText('Both are there.')).toHaveCount(2)
  await expect(page.getByText('Allowed by a rule of this workspace')).toBeVisible()
  expect(readFileSync(join(worktree, 'log.txt'), 'utf8')).toBe('more\nmore\n')

  await page.getByRole('button', { name: 'Approval rules: 1 rule' }).click()
  const rules = page.getByRole('dialog', { name: 'Approval rules' })
  await expect(rules).toContainText('used once')
  await look(page, 'approval-rules')
  await rules.getByRole('button', { name: 'Revoke' }).click()
  await expect(rules).toContainText('No rules.')
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(rules).toBeHidden()
  await page.getByRole('button', { name: 'Approval rules: 1 rule' }).click()
  await expect(rules).toContainText(line)
  await rules.getByRole('button', { name: 'Revoke' }).click()
  await expect(rules).toContainText('No rules.')
  await page.keyboard.press('Escape')
  await expect(rules).toBeHidden()
  await say(page, fence('sh', line))
  await expect(approval(page)).toContainText(line)
})

test('an approval counts down to its end, which is told to the agent', async ({ app, installation }) => {
  await startTask(app, installation, 'try/expiry', 'Nothing yet.')
  await expect(app.page.getByText('There is nothing to carry out here').first()).toBeVisible()
  // Limits hold from the next start of the node agent.
  await app.quit()
  await installation.kill('agent')
  installation.env['SWITCHYARD_APPROVAL_EXPIRY_MS'] = '8000'
  await app.start()
  await say(app.page, fence('sh', 'touch never.txt'))
  await expect(approval(app.page)).toContainText(/expires in 0:0[1-8]/)
  await expect(app.page.getByText('Expired')).toBeVisible({ timeout: 15_000 })
  expect(existsSync(join(await worktreeOf(installation), 'never.txt'))).toBe(false)
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
