import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { SessionExport } from '../../src/contracts/index.ts'
import { makeDemo } from './demo.ts'
import { expect, test } from './fixture.ts'
import { look } from './look.ts'
import { approval, composer, fence } from './steps.ts'

test.describe.configure({ timeout: 120_000 })

const field = (page: Page) => page.getByRole('searchbox', { name: 'Search the history' })
const go = (page: Page, route: string): Promise<void> =>
  page.evaluate((hash) => void (location.hash = hash), route)

test('words find what was said, and a hit opens where it was said', async ({ app, installation }) => {
  const { page } = app
  const demo = await makeDemo(installation)
  await go(page, `/workspace/${demo.workspaceId}`)
  await expect(approval(page)).toBeVisible()
  await page.getByRole('tab', { name: 'Find the timeout' }).focus()
  await page.keyboard.press('Alt+h')
  await expect(field(page)).toBeFocused()
  await expect(page.getByText('Search everything that was said')).toBeVisible()
  await look(page, 'history-empty')

  await page.keyboard.type('stale requ')
  const group = page.getByRole('region', { name: 'Find the timeout' })
  await expect(group.locator('mark').first()).toHaveText('stale')
  await expect(group.getByRole('link').filter({ hasText: 'abort the stale request' }).first()).toBeVisible()
  await look(page, 'history-found')

  await field(page).fill('nothing of the kind')
  await expect(page.getByText('Nothing found').last()).toBeVisible()
  await look(page, 'history-nothing')

  await field(page).fill('fixed 30 s')
  await expect(group.getByRole('link')).toHaveCount(2)
  await page.keyboard.press('ArrowDown')
  await expect(group.getByRole('link').first()).toBeFocused()
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  await expect(group.getByRole('link').first()).toBeFocused()
  await page.keyboard.press('Enter')
  const hit = page.getByRole('log').locator('[aria-current="true"]')
  await expect(hit).toContainText('The session client gives up after a fixed 30 s')
  await expect(hit).toBeInViewport()
  await look(page, 'history-hit')
  // Back to what was searched for.
  await page.goBack()
  await expect(field(page)).toHaveValue('fixed 30 s')
  await expect(group.getByRole('link')).toHaveCount(2)
})

test('a hit far back is loaded with what is around it, and the way to the newest stays', async ({
  app,
  installation,
}) => {
  const { page } = app
  const demo = await makeDemo(installation)
  const session = await installation.json<{ id: string }>(
    ...(['session', 'create', '--workspace', demo.workspaceId, '--title', 'Long talk'] as const),
  )
  // Each step is a message and a call: more than two pages of them.
  for (let turn = 0; turn < 3; turn++) {
    const text = Array.from(
      { length: 100 },
      (_, at) =>
        `Step ${turn * 100 + at}${turn === 0 && at === 7 ? ' pelican' : ''}.\n\n${fence('file:n.txt', `${at}`)}`,
    )
    await installation.json('session', 'prompt', session.id, '--text', text.join('\n'), '--wait')
  }
  await go(page, '/history/find/pelican')
  const links = page.getByRole('region', { name: 'Long talk' }).getByRole('link')
  await expect(links).toHaveCount(2)
  await links.filter({ hasText: 'Agent' }).click()
  const log = page.getByRole('log')
  const hit = log.locator('[aria-current="true"]')
  await expect(hit).toHaveText(/Step 7 pelican/)
  await expect(hit).toBeInViewport()
  await expect(log.getByText('Step 8.', { exact: true })).toBeVisible()
  await look(page, 'history-hit-far')
  // Scrolling on brings what comes next, without a gap.
  await log.hover()
  await expect(async () => {
    await page.mouse.wheel(0, 4_000)
    await expect(log.getByText('Step 150.', { exact: true })).toBeVisible({ timeout: 200 })
  }).toPass({ timeout: 30_000 })
  await page.getByRole('button', { name: 'To the newest' }).click()
  await expect(log.getByText('Step 299.', { exact: true })).toBeVisible()
  // It follows again.
  await composer(page).fill('The end of it.')
  await composer(page).press('Enter')
  await expect(log.getByText('The end of it.').last()).toBeInViewport()
})

test('a session is saved and copied', async ({ app, installation }) => {
  const { page } = app
  const demo = await makeDemo(installation)
  await go(page, `/workspace/${demo.workspaceId}`)
  await expect(approval(page)).toBeVisible()
  const saved = async (item: string): Promise<{ name: string; text: string }> => {
    await page.getByRole('button', { name: 'Session menu' }).click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: item }).click(),
    ])
    return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') }
  }
  const markdown = await saved('Export session as Markdown')
  expect(markdown.name).toMatch(/^find-the-timeout-[\d-]+\.md$/)
  expect(markdown.text).toContain('# Find the timeout\n')
  expect(markdown.text).toContain('+  const abort = new AbortController()')
  const json = await saved('Export session as JSON')
  expect(SessionExport.parse(JSON.parse(json.text)).turns).toHaveLength(2)
  await page.getByRole('button', { name: 'Session menu' }).click()
  await look(page, 'session-menu')
  await page.getByRole('menuitem', { name: 'Copy session as Markdown' }).click()
  await expect(page.getByText('Copied the session as Markdown').first()).toBeVisible()
})

test('sessions of a deleted workspace are listed, found and read, and nothing can be sent', async ({
  app,
  installation,
}) => {
  const { page } = app
  const demo = await makeDemo(installation)
  await installation.json('workspace', 'delete', demo.workspaceId, '--yes')
  await go(page, '/history')
  const list = page.getByRole('region', { name: 'Sessions of deleted workspaces' })
  await expect(list.getByRole('link')).toHaveCount(1)
  await look(page, 'history-past')
  await list.getByRole('link').click()
  await expect(
    page.getByText(/Workspace Login timeout was deleted on .*: this session can be read/),
  ).toBeVisible()
  await expect(page.getByRole('log')).toContainText('The session client gives up after a fixed 30 s')
  await expect(composer(page)).toHaveCount(0)
  await look(page, 'history-past-session')
  await page.setViewportSize({ width: 1024, height: 768 })
  await look(page, 'history-past-session-1024')

  await go(page, '/history/find/legacy')
  const group = page.getByRole('region', { name: 'Find the timeout' })
  await expect(group).toContainText('workspace deleted')
  await look(page, 'history-found-1024')
  await group.getByRole('link').first().click()
  await expect(page.getByRole('log').locator('[aria-current="true"]')).toBeInViewport()
})
