import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { run } from '../../src/base/index.ts'
import { GitHubHost } from '../hosts/forge/index.ts'
import { expect, test } from './fixture.ts'
import { look } from './look.ts'
import { makeShop, openProject, openWorkspace, worktreeOf } from './steps.ts'

const git = (folder: string, ...args: string[]) => run('git', ['-C', folder, ...args], { timeoutMs: 30_000 })
const body = 'Since July it is three.\n\nTotals are shown with it.'

/** The pull request's dialog. */
const shown = (page: Page) => page.getByRole('dialog', { name: /^#1 / })

test('a pull request is made, its checks turn green, its comments go to the agent, and it is merged', async ({
  app,
  installation,
}) => {
  const { page } = app
  const host = await new GitHubHost('/api/v3').start()
  try {
    const forge = await host.state.addRepository('ada/shop')
    const path = await makeShop(installation)
    await git(path, 'remote', 'add', 'origin', host.remote('ada/shop'))
    await git(path, 'push', '-q', 'origin', 'main')
    await openProject(app, path)
    await openWorkspace(app, 'fix/totals')
    const worktree = await worktreeOf(installation)
    await run('sed', ['-i', 's/= 2/= 3/', join(worktree, 'src/cart.ts')])
    await git(worktree, 'commit', '-qam', `Raise the tax\n\n${body}`)

    // The host is unknown until it is said what it is.
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder(/search/i).fill('create pull request')
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Create pull request' })
    await expect(dialog).toContainText('has not been said')
    await dialog.getByRole('link', { name: 'Open the settings of hosting' }).click()
    const added = page.getByRole('form', { name: 'Add a host' })
    await added.getByRole('textbox', { name: 'Host' }).fill(host.host)
    await added.getByRole('button', { name: 'Add host' }).click()
    const entry = page.getByRole('listitem').filter({ hasText: host.host })
    await entry.getByLabel(`Address of the interface of ${host.host}`).fill(host.apiUrl)
    await entry.getByLabel(`Token for ${host.host}`).fill('token-of-ada')
    await entry.getByRole('button', { name: 'Test connection' }).click()
    await expect(entry.getByRole('status')).toContainText('Signed in as ada')
    await look(page, 'settings-hosting')
    await page.goBack()

    // Pushing is part of it, and said.
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder(/search/i).fill('create pull request')
    await page.keyboard.press('Enter')
    await expect(dialog.getByLabel('Title')).toHaveValue('Raise the tax')
    await expect(dialog.getByLabel('Description')).toHaveValue(body)
    await expect(dialog).toContainText('1 commit, not on origin yet: it is pushed first')
    await look(page, 'pull-request-create')
    await dialog.getByRole('button', { name: 'Push and create' }).click()
    await expect(shown(page)).toBeVisible()
    const pull = forge.pulls[0]
    if (!pull) throw new Error('there is no pull request')

    // News come by themselves while somebody looks.
    pull.checks = [
      { name: 'build', state: 'passed', summary: 'Built in 41 s' },
      { name: 'test', state: 'running', summary: '212 of 480 tests' },
    ]
    pull.reviews = [{ author: 'bob', state: 'changes_requested', body: 'See below' }]
    const hunk = '@@ -1,2 +1,2 @@\n export const total = 1\n-export const tax = 2\n+export const tax = 3'
    const why = host.state.comment(pull, {
      author: 'bob',
      body: 'Why **3**?',
      path: 'src/cart.ts',
      line: 2,
      hunk,
    })
    host.state.comment(pull, {
      author: 'eve',
      body: 'The law says so.',
      path: 'src/cart.ts',
      line: 2,
      replyTo: why.id,
    })
    host.state.comment(pull, { author: 'bob', body: 'Fine otherwise.', path: null, line: null })
    await shown(page).getByRole('button', { name: 'Refresh' }).click()
    await expect(shown(page)).toContainText('1 check runs: test')
    await expect(shown(page)).toContainText('Changes are requested by bob')
    await expect(shown(page)).toContainText('The law says so.')
    await look(page, 'pull-request-open')
    await page.setViewportSize({ width: 1024, height: 768 })
    await look(page, 'pull-request-open-1024')
    await page.setViewportSize({ width: 1440, height: 900 })

    await shown(page)
      .getByRole('listitem')
      .filter({ hasText: 'src/cart.ts:2' })
      .getByRole('button', { name: 'Send to agent' })
      .click()
    await expect(shown(page)).toBeHidden()
    await expect(page.getByRole('log')).toContainText('The law says so.')

    pull.checks = pull.checks.map(({ name }) => ({ name, state: 'passed' }))
    pull.reviews = [{ author: 'bob', state: 'approved' }]
    const chip = page.getByRole('button', { name: /^Pull request #1/ })
    await expect(chip).toHaveAccessibleName(/1 of 2 checks run/)
    await chip.click()
    await shown(page).getByRole('button', { name: 'Refresh' }).click()
    await expect(shown(page)).toContainText('all pass')
    await look(page, 'pull-request-green')
    await shown(page).getByRole('button', { name: 'Merge into main' }).click()
    await expect(shown(page).getByText('merged', { exact: true })).toBeVisible()
    await look(page, 'pull-request-merged')
    await page.keyboard.press('Escape')
    await expect(chip).toHaveAccessibleName(/merged/)
    const { stdout } = await run('git', ['-C', forge.folder, 'show', 'main:src/cart.ts'])
    expect(stdout.toString()).toContain('tax = 3')
  } finally {
    await host.stop()
  }
})
