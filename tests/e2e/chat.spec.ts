import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './fixture.ts'
import { approval, composer, fence, say, startTask, worktreeOf } from './steps.ts'

const task = [
  'I will write a file and then count its lines.',
  fence('file:notes.txt', 'one\ntwo\nthree'),
  fence('sh', 'wc -l < notes.txt'),
  'That is all.',
].join('\n\n')

test('text, plan, diff and command appear; the command waits for the answer', async ({
  app,
  installation,
}) => {
  const { page } = app
  await startTask(app, installation, 'try/one', task)
  const worktree = await worktreeOf(installation)
  const transcript = page.getByRole('log')

  await expect(transcript.getByText('I will write a file and then count its lines.').last()).toBeVisible()
  await expect(page.getByRole('region', { name: 'Plan' }).getByRole('listitem')).toHaveCount(2)
  await expect(transcript.getByText('+ three')).toBeVisible()
  expect(readFileSync(join(worktree, 'notes.txt'), 'utf8')).toBe('one\ntwo\nthree\n')

  await expect(approval(page)).toContainText('wc -l < notes.txt')
  await expect(transcript.getByText('That is all.')).toHaveCount(1) // In the prompt only: the agent is held.
  await approval(page).getByRole('button', { name: 'Allow once' }).click()
  await expect(approval(page)).toBeHidden()
  await expect(page.getByLabel('Output')).toContainText('3')
  await expect(transcript.getByText('That is all.')).toHaveCount(2)
  await expect(page.getByRole('region', { name: 'Plan' })).toContainText('2 of 2')
  await expect(composer(page)).toBeFocused()
})

test('approvals are answered by keyboard, and a rejected command does not run', async ({
  app,
  installation,
}) => {
  const { page } = app
  await startTask(
    app,
    installation,
    'try/keys',
    [fence('sh', 'touch allowed.txt'), fence('sh', 'touch rejected.txt')].join('\n'),
  )
  const worktree = await worktreeOf(installation)
  await expect(approval(page)).toContainText('touch allowed.txt')
  await page.keyboard.press('a')
  await expect(approval(page)).toContainText('touch rejected.txt')
  await page.keyboard.press('r')
  await expect(approval(page)).toBeHidden()
  await expect(page.getByText('Rejected', { exact: true })).toBeVisible()
  expect(existsSync(join(worktree, 'allowed.txt'))).toBe(true)
  expect(existsSync(join(worktree, 'rejected.txt'))).toBe(false)
})

test('typing in a message answers nothing', async ({ app, installation }) => {
  const { page } = app
  await startTask(app, installation, 'try/typing', fence('sh', 'touch a.txt'))
  await expect(approval(page)).toBeVisible()
  await composer(page).pressSequentially('a rare answer')
  await expect(composer(page)).toHaveValue('a rare answer')
  await expect(approval(page)).toBeVisible()
})

test('stop ends the turn and what it runs at once', async ({ app, installation }) => {
  const { page } = app
  await startTask(app, installation, 'try/stop', fence('sh', 'echo $$ > pid.txt; exec sleep 600'))
  const worktree = await worktreeOf(installation)
  await approval(page).getByRole('button', { name: 'Allow once' }).click()
  await expect.poll(() => existsSync(join(worktree, 'pid.txt'))).toBe(true)
  const pid = readFileSync(join(worktree, 'pid.txt'), 'utf8').trim()
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByText('Stopped').first()).toBeVisible({ timeout: 2_000 })
  await expect.poll(() => existsSync(`/proc/${pid}`)).toBe(false)

  await say(page, 'Go on.')
  await expect(page.getByRole('log').getByText('Go on.')).toHaveCount(2)
})
