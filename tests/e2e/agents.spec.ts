import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { signInMethods } from '../integration/sessions/scripted-options.ts'
import type { Installation } from '../hosts/switchyard/index.ts'
import type { RunningApp } from './app/running-app.ts'
import { expect, test } from './fixture.ts'
import { look } from './look.ts'
import { scriptedProfile } from './scripted.ts'
import { composer, startTask } from './steps.ts'

/** Pictures in two themes, each with a check, take their time. */
test.describe.configure({ timeout: 120_000 })

/** A session of the agent whose prompt is a list of steps, in a new workspace of the shop. */
async function openScripted(app: RunningApp, installation: Installation, options: object = {}) {
  await startTask(app, installation, 'try/agents')
  const { client } = await installation.connect()
  await client.settings.set({ customAgents: [scriptedProfile('Scripted', options)] })
  await app.page.getByRole('button', { name: 'New session or terminal' }).click()
  await app.page.getByRole('menuitem', { name: 'Scripted' }).click()
  return client
}

async function steps(page: Page, ...list: unknown[][]): Promise<void> {
  await composer(page).fill(JSON.stringify(list))
  await composer(page).press('Enter')
  await expect(composer(page)).toHaveValue('')
}

test('an agent that wants the user to sign in offers its ways, and works after one', async ({
  app,
  installation,
}) => {
  const signedInFile = join(installation.folder, 'signed-in')
  await openScripted(app, installation, { authMethods: signInMethods, signedInFile })
  const { page } = app
  await expect(page.getByRole('button', { name: 'Use a key' })).toBeVisible()
  await look(page, 'sign-in')
  await page.getByRole('button', { name: 'Log in', exact: true }).click()
  await expect(page.getByRole('tab', { name: /Log in/ })).toHaveAttribute('aria-selected', 'true')
  await page.getByRole('tab', { name: /Scripted/ }).click()
  expect(existsSync(signedInFile)).toBe(false)
  await page.getByRole('button', { name: 'Use a key' }).click()
  await expect(page.getByRole('button', { name: 'Use a key' })).toBeHidden()
  await steps(page, ['say', 'signed in'])
  await expect(page.getByRole('log').getByText('signed in', { exact: true })).toBeVisible()
})

const choices = [
  { const: 'patch', title: 'Patch', description: 'The smallest change that does it' },
  { const: 'rewrite', title: 'Rewrite' },
]
const form = {
  mode: 'form',
  message: 'How shall the cart be changed?',
  requestedSchema: {
    type: 'object',
    required: ['way', 'name'],
    properties: {
      way: { type: 'string', title: 'Way', oneOf: choices },
      name: { type: 'string', title: 'Branch name', description: 'Without a prefix', minLength: 2 },
      tries: { type: 'integer', title: 'Tries', minimum: 1, maximum: 3, default: 2 },
      tests: { type: 'boolean', title: 'Write tests', default: true },
      parts: { type: 'array', title: 'Parts', items: { type: 'string', enum: ['cart', 'tax'] } },
    },
  },
}

test('a question of the agent is a form; its answer goes back and stays to be read', async ({
  app,
  installation,
}) => {
  await openScripted(app, installation)
  const { page } = app
  await steps(page, ['elicit', form])
  const card = page.getByRole('alert', { name: 'Question of the agent' })
  await expect(card).toContainText('How shall the cart be changed?')
  await look(page, 'question')
  await expect(card.getByRole('button', { name: 'Answer' })).toBeDisabled()
  await card.getByRole('radio', { name: /Patch/ }).click()
  await card.getByRole('textbox', { name: /Branch name/ }).fill('cart-total')
  await card.getByRole('checkbox', { name: 'tax' }).click()
  await card.getByRole('button', { name: 'Answer' }).click()
  await expect(card).toBeHidden()
  const log = page.getByRole('log')
  await expect(
    log.getByText(/"way":"patch".*"name":"cart-total".*"tries":2.*"tests":true.*\["tax"\]/),
  ).toBeVisible()
  await look(page, 'question-answered')

  await steps(page, [
    'elicit',
    {
      mode: 'url',
      message: 'Sign in to the registry',
      elicitationId: 'e',
      url: 'https://registry.example.com/in',
    },
  ])
  await expect(card).toContainText('registry.example.com')
  await look(page, 'question-page')
  await card.getByRole('button', { name: 'Decline' }).click()
  await expect(log.getByText('answer:{"action":"decline"}')).toBeVisible()
})

test('an agent that dies or hangs is said so with its last words, and is started again', async ({
  app,
  installation,
}) => {
  installation.env['SWITCHYARD_AGENT_CANCEL_GRACE_MS'] = '500'
  await app.quit()
  await installation.kill('agent')
  await app.start()
  await openScripted(app, installation)
  const { page } = app
  await steps(
    page,
    ['stderr', 'panic: the index is out of range\n  at main.go:12'],
    ['say', 'Working.'],
    ['crash'],
  )
  await expect(page.getByLabel('Last output of the agent')).toContainText('panic: the index is out of range')
  await look(page, 'agent-died')
  await page.getByRole('button', { name: 'Restart agent' }).click()
  await steps(page, ['stderr', 'waiting for a lock'], ['say', 'Back again.'], ['hang'])
  await expect(page.getByRole('log').getByText('Back again.', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: /^Stop/ }).click()
  await expect(page.getByText('Scripted did not stop within 0.5 s')).toBeVisible()
  await expect(page.getByLabel('Last output of the agent').last()).toContainText('waiting for a lock')
  await look(page, 'agent-hung')
  await steps(page, ['say', 'And again.'])
  await expect(page.getByRole('log').getByText('And again.', { exact: true })).toBeVisible()
})

test('MCP servers are set for an agent and for a project, with their secrets hidden', async ({
  app,
  installation,
}) => {
  const client = await openScripted(app, installation)
  const { page } = app
  const [project] = await client.project.list({})
  if (!project) throw new Error('there is no project')
  await client.project.setMcpServers({
    projectId: project.id,
    mcpServers: [
      {
        type: 'http',
        name: 'issues',
        url: 'https://mcp.example.com/',
        headers: { Authorization: 'Bearer abcdef123' },
      },
      { type: 'stdio', name: 'files', command: 'mcp-files', args: ['--all'], env: { MODE: 'fast' } },
    ],
  })
  await page.getByRole('link', { name: /^shop \d/ }).click()
  await expect(page.getByRole('heading', { name: 'shop', level: 1 })).toBeVisible()
  await page.getByRole('main').getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'MCP servers…' }).click()
  const dialog = page.getByRole('dialog', { name: 'MCP servers of shop' })
  await expect(dialog).toContainText('mcp-files --all')
  await dialog.getByRole('button', { name: 'Change issues' }).click()
  await look(page, 'project-mcp')
  await page.keyboard.press('Escape')
  await page.goto(page.url().replace(/#.*/, '#/settings/agents/scripted'))
  await page
    .getByRole('region', { name: 'MCP servers of the agent' })
    .getByRole('button', { name: /Add/ })
    .click()
  await look(page, 'agent-mcp')
})

test('images of the agent are shown where it shows them, in messages and in tool output', async ({
  app,
  installation,
}) => {
  await openScripted(app, installation)
  const { page } = app
  const data = await page.evaluate(() => {
    const canvas = document.createElement('canvas')
    canvas.width = 480
    canvas.height = 200
    const pen = canvas.getContext('2d')
    if (!pen) throw new Error('no canvas')
    pen.fillStyle = 'steelblue'
    for (const [at, height] of [80, 140, 60, 180, 110].entries())
      pen.fillRect(30 + at * 90, 200 - height, 60, height)
    return canvas.toDataURL('image/png').split(',')[1]
  })
  const image = (name: string) => ({ type: 'image', mimeType: 'image/png', data, uri: `file:///${name}` })
  await steps(
    page,
    ['say', 'Sales by month, as a chart:'],
    ['raw', { sessionUpdate: 'agent_message_chunk', content: image('sales.png') }],
    ['say', 'March is the odd one out.'],
    [
      'raw',
      {
        sessionUpdate: 'tool_call',
        toolCallId: 'look',
        title: 'Read page.png',
        kind: 'read',
        status: 'completed',
        content: [{ type: 'content', content: image('page.png') }],
      },
    ],
  )
  const log = page.getByRole('log')
  const chart = log.getByRole('img', { name: 'sales.png' })
  await expect(chart).toBeVisible()
  const width = () => chart.evaluate((element: HTMLImageElement) => element.naturalWidth)
  await expect.poll(width).toBe(480)
  await expect(log.getByRole('img', { name: 'page.png' })).toBeVisible()
  await expect(log.getByText('March is the odd one out.', { exact: true })).toBeVisible()
  await look(page, 'agent-images')
  await log.getByRole('button', { name: 'Enlarge sales.png' }).click()
  await expect(page.getByRole('dialog', { name: 'sales.png' }).getByRole('img')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.setViewportSize({ width: 1024, height: 768 })
  await look(page, 'agent-images-1024')
})
