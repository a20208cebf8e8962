import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Approval } from '../../src/contracts/index.ts'
import { launchKind } from '../hosts/electron/launch.ts'
import type { Installation } from '../hosts/switchyard/index.ts'
import { DesktopApp } from './app/desktop-app.ts'
import type { RunningApp } from './app/running-app.ts'
import { expect, test } from './fixture.ts'
import { look } from './look.ts'
import { approval, fence, startTask, worktreeOf } from './steps.ts'

test.beforeEach(({ app }) => {
  // What the desktop shows nobody but a person sees.
  test.skip(app instanceof DesktopApp && launchKind() === 'electron', 'needs the stand-in')
})

const first = 'Nothing to do yet.'
/** A session that has finished its first turn, looked at by its user. */
async function begin(app: RunningApp, installation: Installation): Promise<string> {
  await startTask(app, installation, 'try/notes', first)
  await expect(app.page.getByText('There is nothing to carry out here').first()).toBeVisible()
  await app.allowNotifications()
  const [session] = await installation.json<{ id: string }[]>('session', 'list')
  if (!session) throw new Error('there is no session')
  return session.id
}

const ask = (installation: Installation, session: string, line: string): Promise<unknown> =>
  installation.json('session', 'prompt', session, '--text', fence('sh', line))

const pending = async (installation: Installation): Promise<Approval> => {
  const [one] = await installation.json<Approval[]>('approval', 'list')
  if (!one) throw new Error('nothing is asked')
  return one
}

const asked = { title: expect.stringMatching(/: Run a command\?$/), body: 'touch one.txt' }
const finished = { title: expect.stringMatching(/: finished$/), body: expect.any(String) }

test('a question in the background is told once, and no more when it was answered elsewhere', async ({
  app,
  installation,
}) => {
  const session = await begin(app, installation)
  expect(await app.notifications()).toEqual([])
  await app.lookAway()
  await ask(installation, session, 'touch one.txt')
  await expect.poll(() => app.notifications()).toEqual([asked])
  const { id } = await pending(installation)
  await installation.json('approval', 'answer', id, '--option', 'allow_once')
  // The question has gone; what came of it waits to be seen.
  await expect.poll(() => app.notifications()).toEqual([finished])
  await expect(app.page).toHaveTitle(/^\(1\) /)
  await app.lookBack()
  await expect.poll(() => app.notifications()).toEqual([])
  await expect(app.page).toHaveTitle(/^[^(]/)
})

test('what the user looks at is not told, what happens elsewhere is, and a click leads there', async ({
  app,
  installation,
}) => {
  const { page } = app
  const session = await begin(app, installation)
  await ask(installation, session, 'touch one.txt')
  await expect(approval(page)).toBeVisible()
  expect(await app.notifications()).toEqual([])
  await page.keyboard.press('r')
  await expect(page.getByText('Rejected').first()).toBeVisible()

  await page.getByRole('link', { name: 'Settings' }).click()
  await ask(installation, session, 'touch one.txt')
  await expect.poll(() => app.notifications()).toEqual([asked])
  await app.lookAway()
  await app.clickNotification()
  await app.lookBack()
  await expect(approval(page)).toBeVisible()
  expect(page.url()).toContain(session)
  expect(await app.notifications()).toEqual([])
})

test('only the kinds the user wants are told', async ({ app, installation }) => {
  const { page } = app
  const session = await begin(app, installation)
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('link', { name: 'Notifications' }).click()
  await look(page, 'settings-notifications')
  await page.getByRole('checkbox', { name: 'An agent asks for an approval' }).click()
  await expect.poll(async () => page.getByRole('checkbox', { name: /approval/ }).isChecked()).toBe(false)
  await app.lookAway()
  await ask(installation, session, 'touch one.txt')
  await expect(page).toHaveTitle(/^\(1\) /)
  expect(await app.notifications()).toEqual([])
  const { id } = await pending(installation)
  await installation.json('approval', 'answer', id, '--option', 'reject_once')
  await expect
    .poll(() => app.notifications())
    .toEqual([expect.objectContaining({ title: expect.stringMatching(/: (finished|failed)$/) })])
})

test('a browser is asked for notifications only when the user wants them, with words first', async ({
  app,
  page,
}, info) => {
  test.skip(info.project.name === 'electron', 'the desktop window needs no permission')
  const offer = page.getByRole('region', { name: 'Notifications of this browser' })
  await page.getByRole('link', { name: /Needs you/ }).click()
  await expect(offer).toContainText('Your browser asks you once')
  await look(page, 'notification-offer')
  await app.allowNotifications()
  await offer.getByRole('button', { name: 'Allow notifications' }).click()
  await expect(offer).toBeHidden()
})

test('"Not now" is remembered', async ({ app, page }, info) => {
  test.skip(info.project.name === 'electron', 'the desktop window needs no permission')
  const offer = page.getByRole('region', { name: 'Notifications of this browser' })
  await page.getByRole('link', { name: /Needs you/ }).click()
  await offer.getByRole('button', { name: 'Not now' }).click()
  await expect(offer).toBeHidden()
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Nothing needs you' })).toBeVisible()
  await expect(offer).toBeHidden()
  expect(await app.notifications()).toEqual([])
})

test('the desktop answers from the notification, counts in tray and badge, also with its window closed', async ({
  app,
  installation,
}) => {
  test.skip(!(app instanceof DesktopApp), 'a browser has neither')
  const { controls } = app as DesktopApp
  const session = await begin(app, installation)
  const [window] = await controls.windows()
  await controls.closeWindow(window?.id ?? 0)
  await ask(installation, session, 'touch one.txt')
  await expect
    .poll(() => controls.notifications())
    .toMatchObject([{ ...asked, actions: ['Allow once', 'Reject'] }])
  expect(await controls.badge()).toBe(1)
  expect(await controls.tray()).toMatchObject({ toolTip: 'Switchyard: 1 thing needs you' })
  const { id } = await pending(installation)
  await controls.clickNotification(0, 'Allow once')
  await expect.poll(() => app.notifications()).toEqual([finished])
  expect(existsSync(join(await worktreeOf(installation), 'one.txt'))).toBe(true)
  const all = await installation.json<Approval[]>('approval', 'list', '--all')
  expect(all.find((one) => one.id === id)).toMatchObject({ status: 'approved', answeredFrom: 'notification' })

  await controls.chooseTray(['1 thing needs you'])
  await expect(app.page.getByRole('heading', { name: 'Needs you', exact: true })).toBeVisible()
  expect(await controls.windows()).toMatchObject([{ visible: true, focused: true }])
  await app.page.getByRole('button', { name: 'Mark as seen' }).click()
  await expect.poll(() => controls.badge()).toBe(0)
  expect(await controls.tray()).toMatchObject({ toolTip: 'Switchyard' })
  expect(await app.notifications()).toEqual([])
})
