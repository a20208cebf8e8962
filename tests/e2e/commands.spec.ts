import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from './fixture.ts'
import { look } from './look.ts'
import { approval, composer, fence, git, startTask, worktreeOf } from './steps.ts'
import type { Page } from '@playwright/test'

/** Pictures in two themes, each with a check, take their time. */
test.describe.configure({ timeout: 120_000 })

const answer = (page: Page) => page.getByLabel('Answer', { exact: true })

/** Writes a command and gives it. */
async function give(page: Page, command: string): Promise<void> {
  await composer(page).fill(command)
  await page.keyboard.press('Enter')
}

test('commands are completed, explain themselves, and unknown ones send nothing', async ({
  app,
  installation,
}) => {
  const { page } = app
  await startTask(app, installation, 'try/commands', 'Hello')
  await expect(page.getByRole('log').getByText('Hello')).toHaveCount(2)
  await composer(page).focus()
  await page.keyboard.type('/')
  const options = page.getByRole('listbox', { name: 'Commands' }).getByRole('option')
  await expect(options.first()).toContainText('/new-session')
  await expect(options.filter({ hasText: '/steps' })).toContainText('Runbook')
  await expect(options.filter({ hasText: '/shop' })).toContainText('repository')
  await look(page, 'commands')
  await page.keyboard.type('hel')
  await expect(options.first()).toContainText('/help')
  await page.keyboard.press('Tab')
  await expect(composer(page)).toHaveValue('/help ')
  await page.keyboard.press('Enter')
  await expect(answer(page)).toContainText('/commit message')
  await expect(composer(page)).toHaveValue('')
  await look(page, 'commands-help')
  await answer(page).getByRole('button', { name: 'Close the answer' }).click()
  await expect(answer(page)).toBeHidden()

  await give(page, '/frobnicate the cart')
  await expect(answer(page)).toContainText('There is no command /frobnicate. Nothing was sent.')
  await expect(composer(page)).toHaveValue('/frobnicate the cart')
  await look(page, 'commands-unknown')
  await give(page, '/commit')
  await expect(answer(page)).toContainText('Usage: /commit message')
  await give(page, '/pr')
  const proposal = page.getByRole('dialog', { name: 'Create pull request' })
  await expect(proposal).toContainText('The repository has no remote')
  await proposal.getByRole('button', { name: 'Cancel' }).click()
  await give(page, '/stop')
  await expect(answer(page)).toContainText('No turn is running')

  // Paths and doubled slashes are text; the agent repeats it.
  await give(page, '/usr/bin is a path')
  await expect(page.getByRole('log').getByText('/usr/bin is a path')).toHaveCount(2)
  await expect(answer(page)).toBeHidden()
  await give(page, '//frobnicate')
  await expect(page.getByRole('log').getByText('/frobnicate', { exact: true })).toHaveCount(2)
  const [session] = await installation.json<{ id: string; turnCount: number }[]>('session', 'list')
  expect(session?.turnCount).toBe(3)
})

test('commands show changes, commit them, run programs and choose a repository', async ({
  app,
  installation,
}) => {
  const { page } = app
  await startTask(app, installation, 'try/git', 'Hello')
  await expect(page.getByRole('log').getByText('Hello')).toHaveCount(2)
  const worktree = await worktreeOf(installation)
  await writeFile(join(worktree, 'src/new.ts'), 'export {}\n')
  await give(page, '/git-status')
  await expect(answer(page)).toContainText('shop is on try/git, 1 file uncommitted.')
  await expect(answer(page)).toContainText('A src/new.ts')
  await page.getByRole('tab', { name: 'Events' }).click()
  await give(page, '/diff')
  await expect(answer(page)).toContainText('1 file changed since main, +1 −0.')
  await expect(page.getByRole('tab', { name: /Changes/ })).toHaveAttribute('aria-selected', 'true')
  await look(page, 'commands-diff')
  await page.setViewportSize({ width: 1024, height: 768 })
  await page
    .getByRole('tab', { name: 'Runbook' })
    .or(page.getByRole('tab', { name: 'Hello' }))
    .click()
  await give(page, '/git-status')
  await expect(answer(page)).toBeVisible()
  await look(page, 'commands-1024')
  await page.setViewportSize({ width: 1440, height: 900 })

  await give(page, '/commit Add a file')
  await expect(answer(page)).toContainText(/Committed 1 file as [0-9a-f]{10} in shop\. Nothing was pushed\./)
  expect(await git(worktree, 'log', '-1', '--format=%s')).toBe('Add a file')

  await give(page, '/set-active-repo nowhere')
  await expect(answer(page)).toContainText('There is no repository nowhere')
  await give(page, '/set-active-repo shop')
  await expect(answer(page)).toContainText('about shop from now on')
  await give(page, 'round the totals')
  await expect(page.getByRole('log').getByText('In the repository shop:').first()).toBeVisible()
  await page.reload()
  await page.getByRole('button', { name: 'About all repositories again, not only shop' }).click()
  await give(page, '/shop and the taxes')
  await expect(answer(page)).toContainText('Sent to Runbook for the repository shop.')
  await expect(page.getByRole('log').getByText('and the taxes').first()).toBeVisible()

  await give(page, '/run echo ran > ran.txt')
  await expect(answer(page)).toContainText('Runs in a new terminal')
  await expect(page.getByRole('treeitem', { name: 'ran.txt' })).toBeVisible()
  await answer(page).getByRole('button', { name: 'Show' }).click()
  await expect(page.getByRole('tab', { selected: true }).first()).toContainText('bash')
})

test('commands queue, stop, try again, sum up and start sessions', async ({ app, installation }) => {
  const { page } = app
  await startTask(app, installation, 'try/turns', fence('sh', 'touch one.txt'))
  await expect(approval(page)).toBeVisible()
  await give(page, '/follow-up Say later')
  await expect(answer(page)).toContainText('Queued.')
  const queue = page.getByRole('region', { name: 'Queued messages' })
  await expect(queue.getByText('Say later')).toBeVisible()
  await give(page, '/retry')
  await expect(answer(page)).toContainText('The turn is still running.')
  await give(page, '/stop')
  await expect(page.getByText('You stopped this turn.')).toBeVisible()
  await queue.getByRole('button', { name: 'Discard' }).click()
  await give(page, '/retry')
  await expect(approval(page)).toBeVisible()
  await approval(page).getByRole('button', { name: 'Allow once' }).click()
  await expect(page.getByRole('treeitem', { name: 'one.txt' })).toBeVisible()
  await give(page, '/summary')
  await expect(page.getByRole('log').getByText('Sum up this session').first()).toBeVisible()
  await give(page, '/new-session nobody')
  await expect(answer(page)).toContainText('There is no agent nobody.')
  await give(page, '/new-session')
  await expect(page.getByText('Tell Runbook what to do')).toBeVisible()
  expect(await installation.json<unknown[]>('session', 'list')).toHaveLength(2)
})
