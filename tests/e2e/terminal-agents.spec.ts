import { resolve } from 'node:path'
import type { Page } from '@playwright/test'
import type { AgentProfile, Session } from '../../src/contracts/index.ts'
import { expect, test } from './fixture.ts'
import { look } from './look.ts'
import { makeShop, openProject, startTask } from './steps.ts'
import { screenText, terminal, type } from './terminal-steps.ts'

/** Pictures in two themes, each with a check, take their time. */
test.describe.configure({ timeout: 180_000 })

const program = resolve(import.meta.dirname, '../integration/sessions/scripted-program.ts')

const profile: AgentProfile = {
  id: 'helper',
  name: 'Helper',
  kind: 'terminal',
  command: process.execPath,
  args: [program],
  promptArgs: ['--message', '{prompt}'],
  env: {},
  secretEnv: [],
  fileAccess: false,
  versionArgs: null,
  install: null,
  homepage: null,
  mcpServers: [],
}

async function addAgent(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('link', { name: 'Agents' }).click()
  await page.getByRole('link', { name: 'Add terminal agent…' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Helper')
  await page.getByRole('textbox', { name: 'Command' }).fill(process.execPath)
  await page.getByRole('textbox', { name: 'Arguments', exact: true }).fill(program)
  await page.getByRole('textbox', { name: 'Arguments with a prompt' }).fill('--message\n{prompt}')
  await page.getByRole('button', { name: 'Add agent' }).click()
  await expect(page.getByRole('heading', { name: 'Helper' })).toBeVisible()
}

test('a command-line agent is a session: added, started, rung for, ended, started again', async ({
  app,
  installation,
}) => {
  const { page } = app
  await startTask(app, installation, 'try/agents', 'Nothing to carry out.')
  const workspaceUrl = page.url()
  await addAgent(page)
  await look(page, 'settings-terminal-agent')
  await page.goto(workspaceUrl)

  await page.getByRole('button', { name: 'New session or terminal' }).click()
  const item = page.getByRole('menuitem', { name: /Helper/ })
  await expect(item).toContainText('in a terminal')
  await look(page, 'new-session-terminal-agent')
  await item.click()
  await expect(page.getByRole('tab', { name: 'Helper' })).toHaveAttribute('aria-selected', 'true')
  await expect.poll(() => screenText(page)).toContain('facts={"args":[]')
  // It is a session, and no terminal of the user's.
  const open = page.getByRole('tablist', { name: 'Sessions and terminals' })
  await expect(open.getByRole('tab')).toHaveCount(2)
  await type(page, 'say hello-there\n')
  await expect.poll(() => screenText(page)).toContain('hello-there')
  await look(page, 'session-terminal')

  const { client } = await installation.connect()
  const helper = async (): Promise<Session> => {
    const found = (await client.session.list({})).find(({ agentName }) => agentName === 'Helper')
    if (!found) throw new Error('the session is not there')
    return found
  }
  await expect.poll(async () => (await helper()).status).toBe('idle')
  await page.getByRole('tab').first().click()
  const text = `raw ${JSON.stringify('\u001b]9;Which port?\u0007')}`
  const { id: sessionId } = await helper()
  expect(await client.session.prompt({ sessionId, text })).toMatchObject({ kind: 'typed' })
  await expect(page.getByRole('link', { name: /Needs you/ })).toContainText('1')
  await page.getByRole('link', { name: /Needs you/ }).click()
  await expect(page.getByRole('list', { name: 'What needs you' })).toContainText('Which port?')
  await look(page, 'needs-you-terminal')
  // Looking at it is reacting to it.
  await page.getByRole('link', { name: /Which port/ }).click()
  await expect(terminal(page)).toBeVisible()
  await expect.poll(async () => (await helper()).attention).toBeNull()

  await type(page, 'exit 3\n')
  await expect(page.getByText('Helper exited with code 3')).toBeVisible()
  await look(page, 'session-terminal-ended')
  await page.getByRole('button', { name: 'Start again' }).click()
  await expect(page.getByText('Helper exited with code 3')).toBeHidden()
  await expect.poll(() => screenText(page)).toContain('started again')
  await page.getByRole('button', { name: 'Session menu' }).click()
  await page.getByRole('menuitem', { name: 'Stop agent' }).click()
  await expect(page.getByText('Helper has ended.')).toBeVisible()
  expect(await helper()).toMatchObject({ status: 'stopped', error: null })
})

test('a workspace is created with a command-line agent that begins with the prompt', async ({
  app,
  installation,
}) => {
  const { page } = app
  const { client } = await installation.connect()
  await client.settings.set({ customAgents: [profile] })
  await openProject(app, await makeShop(installation))
  await page.keyboard.press('Alt+n')
  const dialog = page.getByRole('dialog', { name: 'New workspace' })
  await dialog.getByRole('textbox', { name: 'Branch' }).fill('try/tidy')
  await dialog.getByRole('textbox', { name: 'Task' }).fill('Tidy up')
  await expect(dialog.getByText('free')).toBeVisible()
  await dialog.getByRole('combobox', { name: 'Agent' }).click()
  await expect(page.getByRole('option', { name: /Helper/ })).toContainText('in a terminal')
  await look(page, 'create-workspace-terminal-agent')
  await page.getByRole('option', { name: /Helper/ }).click()
  await dialog.getByRole('button', { name: 'Create and start' }).click()
  await expect(page.getByRole('tab', { name: 'Tidy up' })).toBeVisible({ timeout: 60_000 })
  await expect.poll(() => screenText(page)).toContain('"args":["--message","Tidy up"]')
})

test('one tab types in a terminal agent, another one watches and takes over', async ({
  app,
  installation,
}) => {
  test.skip(test.info().project.name !== 'browser', 'a second tab is a matter of the browser')
  const { page } = app
  await startTask(app, installation, 'try/two')
  await addAgent(page)
  await page.goBack()
  await page.goBack()
  await page.getByRole('link', { name: 'try/two' }).first().click()
  await page.getByRole('button', { name: 'New session or terminal' }).click()
  await page.getByRole('menuitem', { name: /Helper/ }).click()
  await expect.poll(() => screenText(page)).toContain('facts={"args":[]')
  const second = await page.context().newPage()
  await second.goto(page.url())
  await expect.poll(() => screenText(second)).toContain('facts={"args":[]')
  const elsewhere = second.getByText('Another browser tab writes in this session.')
  await expect(elsewhere).toBeVisible()
  await terminal(second).click()
  await second.keyboard.type('watched words')
  await type(page, 'typed words')
  await expect.poll(() => screenText(second)).toContain('typed words')
  expect(await screenText(page)).not.toContain('watched words')
  await second.getByRole('button', { name: 'Take over' }).click()
  await expect(elsewhere).toBeHidden()
  await type(second, 'taken words')
  await expect.poll(() => screenText(page)).toContain('taken words')
})
