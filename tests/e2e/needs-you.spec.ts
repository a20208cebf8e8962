import type { Page } from '@playwright/test'
import type { Approval, Session } from '../../src/contracts/index.ts'
import { agentProcessOf, type Installation } from '../hosts/switchyard/index.ts'
import { makeDemo } from './demo.ts'
import { expect, test } from './fixture.ts'
import { look } from './look.ts'
import { fence } from './steps.ts'

test.describe.configure({ timeout: 120_000 })

const title = 'Round the totals'

/** A session of the demo's other workspace; returns its id. */
async function start(installation: Installation, name: string): Promise<string> {
  const place = ['--workspace', 'Cart totals rounding', '--agent', 'runbook', '--title', name]
  return (await installation.json<Session>('session', 'create', ...place)).id
}
const prompt = (installation: Installation, session: string, text: string, ...more: string[]) =>
  installation.cli(['session', 'prompt', session, '--text', text, ...more])

/** A session whose agent dies while it asks. */
async function breakOne(installation: Installation): Promise<void> {
  const id = await start(installation, 'Break something')
  await prompt(installation, id, fence('sh', 'true'))
  const asks = async (): Promise<boolean> =>
    (await installation.json<Approval[]>('approval', 'list')).some(({ sessionId }) => sessionId === id)
  await expect.poll(asks).toBe(true)
  process.kill(agentProcessOf(installation.home, id), 'SIGKILL')
  await expect.poll(asks).toBe(false)
}

/** To a place that shows no session: what is on the screen counts as seen. */
const awayFromSessions = (page: Page): Promise<void> => page.getByRole('link', { name: 'Settings' }).click()

/** Approvals that were answered, in words. */
const outcomes = async (installation: Installation): Promise<string[]> =>
  (await installation.json<Approval[]>('approval', 'list', '--all'))
    .filter(({ status, detail }) => status !== 'pending' && /^(npm|touch)/.test(detail))
    .map(({ detail, status, answeredFrom }) => `${detail}: ${status} from ${answeredFrom}`)
    .toSorted()

test('all that needs the user is in one list, and dealt with by keyboard alone', async ({
  app,
  installation,
}) => {
  const { page } = app
  await makeDemo(installation)
  await awayFromSessions(page)
  const second = await start(installation, title)
  await prompt(installation, second, `Two steps.\n\n${fence('sh', 'touch one.txt')}`)
  const done = await start(installation, 'Look around')
  await prompt(installation, done, 'Nothing to carry out.')
  await breakOne(installation)

  await expect(page).toHaveTitle(/^\(4\) /)
  await page.keyboard.press('Alt+Shift+A')
  const list = page.getByRole('list', { name: 'What needs you' })
  const rows = list.getByRole('listitem')
  await expect(rows).toHaveCount(4)
  await expect(rows.nth(0)).toContainText('npm test -- session-client')
  await expect(rows.nth(0)).toContainText('storefront / Login timeout')
  await expect(rows.nth(1)).toContainText('touch one.txt')
  await expect(rows.nth(2)).toContainText(/Break something.*interrupted/)
  await expect(rows.nth(3)).toContainText(/Look around.*finished/)
  // Exactly what the agent offers.
  await expect(rows.nth(0).getByRole('button')).toHaveText([/^Allow once/, /^Always allow this/, /^Reject/])
  await look(page, 'needs-you')
  await page.setViewportSize({ width: 1024, height: 768 })
  await look(page, 'needs-you-1024')
  await page.setViewportSize({ width: 1440, height: 900 })

  await expect(rows.nth(0).getByRole('link')).toBeFocused()
  await page.keyboard.press('j')
  await expect(rows.nth(1).getByRole('link')).toBeFocused()
  await page.keyboard.press('a')
  await expect(list).not.toContainText('touch one.txt')
  // The next one takes the place; its session is what Enter opens.
  await expect(rows.nth(1)).toContainText('Break something')
  await expect(rows.nth(1).getByRole('link')).toBeFocused()
  await page.keyboard.press('k')
  await page.keyboard.press('r')
  await expect(list).not.toContainText('npm test')
  expect(await outcomes(installation)).toEqual([
    'npm test -- session-client: denied from inbox',
    'touch one.txt: approved from inbox',
  ])
  await expect(rows.filter({ hasText: 'Break something' })).toBeVisible()
  await rows.filter({ hasText: 'Look around' }).getByRole('link').focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(done))
  await expect(page.getByRole('region', { name: 'Look around' })).toBeVisible()
  await page.keyboard.press('Alt+Shift+A')
  await expect(rows.filter({ hasText: 'Break something' })).toBeVisible()
  await expect(rows.filter({ hasText: 'Look around' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Mark results as seen' }).click()
  await expect(page.getByRole('heading', { name: 'Nothing needs you' })).toBeVisible()
  await expect(page).toHaveTitle('Needs you · Switchyard')
  await look(page, 'needs-you-empty')
})

test('an answer in the list and one by command at once give one outcome', async ({ app, installation }) => {
  const { page } = app
  await makeDemo(installation)
  await page.getByRole('link', { name: /Needs you/ }).click()
  const reject = page.getByRole('button', { name: /^Reject/ })
  await expect(reject).toBeVisible()
  const [asked] = await installation.json<[Approval]>('approval', 'list')
  const [command] = await Promise.all([
    installation.cli(['approval', 'answer', asked.id, '--option', 'allow_once', '--json']),
    reject.click(),
  ])
  const answered = JSON.parse(command.stdout) as Approval & { first: boolean }
  const { status, answeredFrom } = (await installation.json<Approval[]>('approval', 'list', '--all')).find(
    ({ id }) => id === asked.id,
  ) as Approval
  // Whoever came second was told what the first had answered.
  expect({ status, answeredFrom }).toEqual(
    answered.first
      ? { status: 'approved', answeredFrom: 'cli' }
      : { status: 'denied', answeredFrom: 'inbox' },
  )
  expect(answered).toMatchObject({ status, answeredFrom })
  await expect(page.getByText('npm test -- session-client')).toHaveCount(0)
})

test('the sidebar says what each session of a workspace most wants', async ({ app, installation }) => {
  const { page } = app
  await makeDemo(installation)
  await awayFromSessions(page)
  const sidebar = page.getByRole('navigation', { name: 'Projects and nodes' })
  const row = (name: string) => sidebar.getByRole('link', { name: new RegExp(name) })
  await expect(row('Login timeout')).toHaveAccessibleName(/^waits for your answer/)
  await expect(row('Cart totals')).toHaveAccessibleName(/^idle/)
  const one = await start(installation, 'Look around')
  await prompt(installation, one, 'Nothing to carry out.')
  await expect(row('Cart totals')).toHaveAccessibleName(/^finished, not seen yet/)
  await breakOne(installation)
  await expect(row('Cart totals')).toHaveAccessibleName(/^interrupted/)
  const three = await start(installation, title)
  await prompt(installation, three, fence('sh', 'touch one.txt'))
  await expect(row('Cart totals')).toHaveAccessibleName(/^waits for your answer/)
})
