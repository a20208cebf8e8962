import type { Page } from '@playwright/test'
import { expect, test } from './fixture.ts'
import { look } from './look.ts'
import { scriptedProfile } from './scripted.ts'
import { composer, startTask } from './steps.ts'

/** Pictures in two themes, each with a check, take their time. */
test.describe.configure({ timeout: 120_000 })

const chunk = (who: 'user' | 'agent', text: string) => ({
  sessionUpdate: `${who}_message_chunk`,
  content: { type: 'text', text },
})
const history = [
  chunk('user', 'Fix the rounding of the tax'),
  chunk('agent', 'It rounds each line now, not the sum.'),
]

/** `updatedAt` of `minutes` ago, as agents send it. */
const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString()
const conversations = () => [
  { sessionId: 'tax', title: 'Fix the rounding of the tax', updatedAt: ago(12.5) },
  { sessionId: 'cart', title: 'Speed up the cart on slow networks', updatedAt: ago(3 * 24 * 60) },
  { sessionId: 'nameless' },
]
const elephant = () => scriptedProfile('Elephant', { load: true, list: [conversations()], history })

const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Continue an earlier conversation' })
const rowsOf = (page: Page) => dialogOf(page).getByRole('listitem').getByRole('button')

async function openFromMenu(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New session or terminal' }).click()
  await page.getByRole('menuitem', { name: 'Continue an earlier conversation…' }).click()
  await expect(dialogOf(page)).toBeVisible()
}

async function chooseAgent(page: Page, name: string): Promise<void> {
  await dialogOf(page).getByRole('combobox', { name: 'Agent' }).click()
  await page.getByRole('option', { name }).click()
}

test('an earlier conversation is found by keyboard, and a session goes on with it in a tab of its own', async ({
  app,
  installation,
}) => {
  await startTask(app, installation, 'try/conversations')
  const { client } = await installation.connect()
  await client.settings.set({ customAgents: [elephant()] })
  const { page } = app
  await page.getByRole('button', { name: 'New session or terminal' }).click()
  await expect(page.getByRole('menuitem', { name: 'Elephant' })).toBeVisible()
  await look(page, 'new-session-menu')
  await page.getByRole('menuitem', { name: 'Continue an earlier conversation…' }).click()

  const rows = rowsOf(page)
  await expect(rows).toHaveText([
    /^Fix the rounding of the tax12 min$/,
    /^Speed up the cart on slow networks[A-Z]/,
    /^Untitled conversation$/,
  ])
  await expect(rows.first()).toBeFocused()
  await expect(rows.first().getByText('12 min')).toHaveAttribute('title', /\d:\d\d/)
  await page.keyboard.press('j')
  await expect(rows.nth(1)).toBeFocused()
  await look(page, 'continue-conversation')
  await page.setViewportSize({ width: 1024, height: 768 })
  await look(page, 'continue-conversation-1024')
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.keyboard.press('k')
  await expect(rows.first()).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(dialogOf(page)).toBeHidden()

  await page.keyboard.press('ControlOrMeta+k')
  await page.keyboard.type('earlier conversation')
  await page.keyboard.press('Enter')
  await expect(rows).toHaveCount(3)
  const filter = dialogOf(page).getByRole('searchbox', { name: 'Filter conversations' })
  await filter.fill('kangaroo')
  await expect(dialogOf(page).getByText('No conversation matches “kangaroo”.')).toBeVisible()
  await filter.fill('TAX round')
  await expect(rows).toHaveCount(1)
  await filter.press('Enter')
  await expect(rows.first()).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(dialogOf(page)).toBeHidden({ timeout: 30_000 })
  await expect(page.getByRole('tab', { name: /Fix the rounding of the tax/ })).toHaveAttribute(
    'aria-selected',
    'true',
  )
  const log = page.getByRole('log')
  await expect(log.getByText('It rounds each line now, not the sum.', { exact: true })).toBeVisible()
  await composer(page).fill(JSON.stringify([['say', 'Still here.']]))
  await composer(page).press('Enter')
  await expect(log.getByText('Still here.', { exact: true })).toBeVisible()

  // A session goes on with it: it is no earlier one any more.
  await openFromMenu(page)
  await expect(rows).toHaveText([/^Speed up/, /^Untitled/])
})

test('an agent that remembers nothing, offers no list, or does not start says so; what fails is tried again', async ({
  app,
  installation,
}) => {
  await startTask(app, installation, 'try/conversations')
  const { client } = await installation.connect()
  const others = [
    scriptedProfile('Goldfish', { load: true, list: [[]] }),
    scriptedProfile('Parrot', { load: true }),
  ]
  await client.settings.set({
    customAgents: [...others, scriptedProfile('Sloth', { exitAtStart: 3 })],
  })
  const { page } = app
  const dialog = dialogOf(page)
  await page.getByRole('button', { name: 'New session or terminal' }).click()
  await expect(page.getByRole('menuitem', { name: 'Sloth' })).toBeVisible()
  await page.getByRole('menuitem', { name: 'Continue an earlier conversation…' }).click()

  await chooseAgent(page, 'Goldfish')
  await expect(dialog).toContainText("Goldfish remembers no conversation of this workspace's folders")
  await look(page, 'continue-conversation-none')
  await chooseAgent(page, 'Parrot')
  await expect(dialog).toContainText('Parrot offers no list of its conversations')
  await look(page, 'continue-conversation-no-list')
  await chooseAgent(page, 'Sloth')
  await expect(dialog.getByRole('alert')).toContainText('Sloth')
  await look(page, 'continue-conversation-failed')
  await client.settings.set({
    customAgents: [
      ...others,
      scriptedProfile('Sloth', { load: true, list: [[{ sessionId: 'slow', title: 'Slow and steady' }]] }),
    ],
  })
  await dialog.getByRole('button', { name: 'Try again' }).click()
  await expect(rowsOf(page)).toHaveText(['Slow and steady'])
})

test('a conversation that cannot be gone on with says why in the dialog, and makes one session when it can', async ({
  app,
  installation,
}) => {
  await startTask(app, installation, 'try/conversations')
  const { client } = await installation.connect()
  await client.settings.set({ customAgents: [elephant()] })
  const { page } = app
  await openFromMenu(page)
  await chooseAgent(page, 'Elephant')
  const rows = rowsOf(page)
  await expect(rows).toHaveCount(3)
  const [workspace] = await client.workspace.list({})
  if (!workspace) throw new Error('there is no workspace')
  await client.workspace.stop({ workspace: workspace.id })
  await rows.first().click()
  await expect(dialogOf(page).getByRole('alert')).toContainText('workspace_not_running')
  await expect(rows).toHaveCount(3)
  await look(page, 'continue-conversation-refused')
  expect(await client.session.list({})).toEqual([])
  await client.workspace.restart({ workspace: workspace.id })
  await rows.first().click()
  await expect(dialogOf(page)).toBeHidden({ timeout: 30_000 })
  await expect(page.getByRole('tab', { name: /Fix the rounding of the tax/ })).toBeVisible()
  expect(await client.session.list({})).toHaveLength(1)
})
