import { resolve } from 'node:path'
import type { Page } from '@playwright/test'
import type { AgentProfile } from '../../src/contracts/index.ts'
import type { Installation } from '../hosts/switchyard/index.ts'
import { expect, test } from './fixture.ts'
import { look } from './look.ts'
import { composer, startTask } from './steps.ts'

/** Pictures in two themes, each with a check, take their time. */
test.describe.configure({ timeout: 120_000 })

const scripted = resolve(import.meta.dirname, '../integration/sessions/scripted-agent.ts')
const profile: AgentProfile = {
  id: 'painter',
  name: 'Painter',
  kind: 'acp',
  promptArgs: [],
  command: process.execPath,
  args: [scripted, JSON.stringify({ prompts: { image: true } })],
  env: {},
  secretEnv: [],
  fileAccess: false,
  versionArgs: null,
  install: null,
  homepage: null,
  mcpServers: [],
}

/** A session with an agent that takes images, on screen. */
async function startPainter(installation: Installation, page: Page): Promise<void> {
  const { client } = await installation.connect()
  await client.settings.set({ customAgents: [profile] })
  const [workspace] = await client.workspace.list({})
  const { id } = await client.session.create({ workspace: workspace?.id ?? '', agent: 'painter' })
  await page.evaluate((hash) => void (location.hash = hash), `/workspace/${workspace?.id}/session/${id}`)
  await expect(page.getByRole('button', { name: 'Attach images' })).not.toHaveAttribute('aria-disabled')
  await expect(composer(page)).toHaveAttribute('aria-label', 'Message Painter')
}

/** An image of one colour, made by the page. */
const image = (page: Page, colour: string): Promise<number[]> =>
  page.evaluate(async (fill) => {
    const canvas = new OffscreenCanvas(160, 120)
    const pen = canvas.getContext('2d')
    if (!pen) throw new Error('no canvas')
    pen.fillStyle = fill
    pen.fillRect(0, 0, 160, 120)
    return [...new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer())]
  }, colour)

/** Pastes or drops a file into the composer. */
const give = (
  page: Page,
  how: 'paste' | 'drop',
  name: string,
  type: string,
  bytes: number[],
): Promise<void> =>
  composer(page).evaluate(
    (field, file) => {
      const data = new DataTransfer()
      data.items.add(new File([new Uint8Array(file.bytes)], file.name, { type: file.type }))
      field.dispatchEvent(
        file.how === 'paste'
          ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
          : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }),
      )
    },
    { how, name, type, bytes },
  )

test('images are pasted, dropped and chosen, kept with the draft, removed, and sent', async ({
  app,
  installation,
}) => {
  const { page } = app
  await startTask(app, installation, 'try/images')
  await startPainter(installation, page)
  const blue = await image(page, 'steelblue')
  await give(page, 'paste', 'pasted.png', 'image/png', blue)
  const attached = page.getByRole('list', { name: 'Attachments of the draft' })
  await expect(attached.getByRole('img', { name: 'pasted.png' })).toBeVisible()
  await give(page, 'drop', 'dropped.png', 'image/png', await image(page, 'tomato'))
  await expect(attached.getByRole('img', { name: 'dropped.png' })).toBeVisible()
  const chosen = {
    name: 'chosen.png',
    mimeType: 'image/png',
    buffer: Buffer.from(await image(page, 'seagreen')),
  }
  await page.getByLabel('Images to attach').setInputFiles(chosen)
  await expect(attached.getByRole('img', { name: 'chosen.png' })).toBeVisible()
  await look(page, 'images')

  await attached.getByRole('button', { name: 'Remove dropped.png' }).click()
  await page.reload()
  await expect(attached.getByRole('img')).toHaveCount(2)
  await composer(page).fill('[["blocks"]]')
  await composer(page).press('Enter')
  await expect(attached).toBeHidden()
  const sent = page.getByRole('log').getByRole('list', { name: 'Attachments' })
  await expect(sent.getByRole('img', { name: 'pasted.png' })).toBeVisible()
  await expect(sent.getByRole('img', { name: 'chosen.png' })).toBeVisible()
  // The agent repeats what it was sent.
  await expect(page.getByRole('log')).toContainText(Buffer.from(blue).toString('base64').slice(0, 60))
  await page.setViewportSize({ width: 1024, height: 768 })
  await expect(page.getByRole('tab', { name: /Changes/ })).toHaveAttribute('aria-selected', 'false')
  await look(page, 'images-sent-1024')
})

test('what cannot be attached is refused with the reason', async ({ app, installation }) => {
  const { page } = app
  await startTask(app, installation, 'try/refused', 'Hello')
  await expect(page.getByRole('log').getByText('Hello')).toHaveCount(2)
  const answer = page.getByLabel('Answer', { exact: true })
  const bytes = await image(page, 'steelblue')
  await give(page, 'paste', 'shot.png', 'image/png', bytes)
  await expect(answer).toContainText('shot.png was not attached: Runbook does not take images.')
  await look(page, 'images-refused')

  await startPainter(installation, page)
  const { client } = await installation.connect()
  await client.settings.set({ limits: { attachmentBytes: 64 } })
  await give(page, 'drop', 'large.png', 'image/png', bytes)
  await expect(answer).toContainText(/large\.png was not attached: it has .*, the limit is 64 bytes\./)
  await give(page, 'drop', 'notes.txt', 'text/plain', [65])
  await expect(answer).toContainText('notes.txt was not attached: it is no image that can be sent.')
  // Says it is an image, but is not: its first bytes tell.
  await give(page, 'drop', 'fake.png', 'image/png', [65, 66, 67])
  await expect(answer).toContainText('fake.png was not attached')
  await expect(page.getByRole('list', { name: 'Attachments of the draft' })).toBeHidden()
})
