import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { makeDemo, type Demo } from './demo.ts'
import { expect, test } from './fixture.ts'
import { look } from './look.ts'
import { approval, makeShop, openProject } from './steps.ts'
import { newTerminal, runInto } from './terminal-steps.ts'

/** Two themes and a check each take their time. */
test.describe.configure({ timeout: 120_000 })

const go = (page: Page, route: string): Promise<void> =>
  page.evaluate((hash) => void (location.hash = hash), route)

async function openWorkspace(page: Page, { workspaceId }: Demo): Promise<void> {
  await go(page, `/workspace/${workspaceId}`)
  await expect(approval(page)).toBeVisible()
  const tree = page.getByRole('tree', { name: 'Changed files' })
  await tree.getByRole('treeitem', { name: 'session-client.ts' }).click()
  const diff = page.getByRole('region', { name: 'src/auth/session-client.ts' })
  await expect(diff.getByText('Never two logins in flight')).toBeVisible()
  // The syntax colours come from a worker.
  await expect(diff.locator('[data-line] [style*="--diffs-token"]').first()).toBeAttached()
}

test('first run, adding a project and an empty project', async ({ app, installation }) => {
  const { page } = app
  await expect(page.getByRole('listitem').filter({ hasText: 'Runbook' })).toContainText('ready')
  await look(page, 'first-run')
  await page.getByRole('button', { name: 'Choose folder…' }).click()
  await app.chooseFolder(join(installation.folder, 'gone'))
  await expect(page.getByRole('alert')).toBeVisible()
  await look(page, 'add-project-refused')
  await page.keyboard.press('Escape')
  await openProject(app, await makeShop(installation))
  await look(page, 'project-empty')
})

test('the project and its dialogs', async ({ app, installation }) => {
  const { page } = app
  const demo = await makeDemo(installation)
  await go(page, `/project/${demo.projectId}`)
  await expect(page.getByText('npm test -- session-client').first()).toBeVisible()
  await look(page, 'project')

  await page.keyboard.press('Alt+n')
  const create = page.getByRole('dialog', { name: 'New workspace' })
  await create.getByRole('textbox', { name: 'Task' }).fill('Round the totals of the cart to cents')
  await expect(create.getByText('free')).toBeVisible()
  await look(page, 'create-workspace')
  await create.getByRole('textbox', { name: 'Branch' }).fill('fix/cart-totals')
  await expect(create.getByText(/Branch fix\/cart-totals exists/)).toBeVisible()
  await look(page, 'create-workspace-conflict')
  await page.keyboard.press('Escape')
  await expect(create).toBeHidden()

  await page.keyboard.press('Control+k')
  const bar = page.getByRole('combobox', { name: /Search or run/ })
  await expect(bar).toBeFocused()
  await look(page, 'command-bar')
  await page.keyboard.type('login')
  await expect(page.getByRole('option').first()).toContainText('Login timeout')
  await look(page, 'command-bar-found')
  await page.keyboard.press('Escape')
  await expect(bar).toBeHidden()

  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await look(page, 'cheat-sheet')
})

test('the workspace in three widths', async ({ app, installation }) => {
  const { page } = app
  const demo = await makeDemo(installation)
  await openWorkspace(page, demo)
  await look(page, 'workspace')
  await page.setViewportSize({ width: 1920, height: 1080 })
  await look(page, 'workspace-1920')
  await page.setViewportSize({ width: 1024, height: 768 })
  await expect(page.getByRole('tab', { name: /Changes/ })).toHaveAttribute('aria-selected', 'false')
  await look(page, 'workspace-1024')
  await page.getByRole('tab', { name: /Changes/ }).click()
  await expect(page.getByRole('tree', { name: 'Changed files' })).toBeVisible()
  await look(page, 'workspace-1024-changes')
})

test('unified diff, events, menu, terminal and deletion of the workspace', async ({ app, installation }) => {
  const { page } = app
  const demo = await makeDemo(installation)
  await openWorkspace(page, demo)
  await page
    .getByRole('radio', { name: 'Unified' })
    .or(page.getByRole('button', { name: 'Unified' }))
    .click()
  await expect(
    page.getByRole('region', { name: 'src/auth/session-client.ts' }).locator('[data-code]'),
  ).toHaveCount(1)
  await look(page, 'workspace-unified')

  await page.getByRole('tab', { name: 'Events' }).click()
  await expect(page.getByText('Created on branch fix/login-timeout')).toBeVisible()
  await look(page, 'workspace-events')

  await page.getByRole('button', { name: 'New session or terminal' }).click()
  await expect(page.getByRole('menuitem', { name: 'Terminal' })).toBeVisible()
  await look(page, 'workspace-new-tab-menu')
  await page.keyboard.press('Escape')
  await newTerminal(page)
  await runInto(page, 'ls --color=always | tee /dev/tty', join(installation.folder, 'listed'))
  await look(page, 'workspace-terminal')

  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Delete workspace…' }).click()
  await expect(page.getByRole('dialog', { name: 'Delete Login timeout' })).toContainText('uncommitted file')
  await look(page, 'delete-workspace')
})

test('every page of the settings', async ({ app }) => {
  const { page } = app
  await expect(page.getByRole('listitem').filter({ hasText: 'Runbook' })).toContainText('ready')
  for (const name of ['General', 'Agents', 'Limits', 'Shortcuts', 'Appearance', 'About']) {
    await go(page, `/settings/${name.toLowerCase()}`)
    await expect(
      page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name }),
    ).toHaveAttribute('aria-current', 'page')
    await look(page, `settings-${name.toLowerCase()}`)
  }
  await go(page, '/settings/agents/new')
  await expect(page.getByRole('link', { name: 'Add agent…' })).toHaveAttribute('aria-current', 'page')
  await look(page, 'settings-agents-new')
})
