import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { newId, openScopes } from '../../../src/base/index.ts'
import type { Attachment, ImageAttachment, Session } from '../../../src/contracts/index.ts'
import { Bench } from './harness.ts'

/** One transparent pixel. */
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='

let bench: Bench
beforeEach(() => void (bench = new Bench()))
afterEach(async () => {
  await bench.close()
  expect(openScopes()).toEqual([])
})

const repositoryId = () => bench.workspace.repositories[0]!.repositoryId
const file = (path: string): Attachment => ({ kind: 'file', repositoryId: repositoryId(), path })
const put = (session: Session, data = png, mimeType = 'image/png'): Promise<ImageAttachment> =>
  bench.host.agents.putAttachment({
    ...bench.ref(session),
    id: newId('attachment'),
    name: 'shot.png',
    mimeType,
    data,
  })
/** What the agent got as its prompt, without the text. */
const sent = async (session: Session, attachments: Attachment[]) => {
  const turn = await bench.ended(await bench.prompt(session, [['tell']], { attachments }))
  return { turn, blocks: bench.told(turn).prompted.slice(1) }
}

test('mentioned files go as links with their address', async () => {
  const session = await bench.create()
  mkdirSync(join(bench.worktree, 'src'))
  writeFileSync(join(bench.worktree, 'src/a b.ts'), 'hello')
  const { blocks, turn } = await sent(session, [file('src/a b.ts')])
  const uri = pathToFileURL(join(bench.worktree, 'src/a b.ts')).href
  expect(blocks).toEqual([{ type: 'resource_link', name: 'a b.ts', uri, size: 5 }])
  expect(bench.messages(turn, 'user')[0]?.attachments).toEqual([file('src/a b.ts')])
  expect(bench.messages(turn, 'notice')).toEqual([])
})

test('a missing file and one behind a link out of the worktree are said and left out', async () => {
  const session = await bench.create()
  symlinkSync('/etc/hostname', join(bench.worktree, 'away'))
  const { blocks, turn } = await sent(session, [file('gone.ts'), file('away')])
  expect(blocks).toEqual([])
  expect(bench.messages(turn, 'notice').map(({ content }) => content)).toEqual([
    'The file gone.ts does not exist and was not sent.',
    'The file away was not sent: it lies outside the worktree.',
  ])
})

test.each(['../secret', '/etc/passwd', 'a/../../secret', '.'])(
  'refuses the path %s before a turn begins',
  async (path) => {
    const session = await bench.create()
    await expect(bench.prompt(session, [], { attachments: [file(path)] })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { path: 'attachments.0' },
    })
    expect(bench.session(session).turnCount).toBe(0)
  },
)

test('images go to agents that take them, and stay readable after a restart', async () => {
  const session = await bench.create({ prompts: { image: true } })
  expect(bench.session(session).capabilities).toMatchObject({ image: true, mcpHttp: false })
  const image = await put(session)
  expect(image).toMatchObject({ kind: 'image', mimeType: 'image/png', name: 'shot.png' })
  const { blocks } = await sent(session, [image])
  expect(blocks).toEqual([{ type: 'image', mimeType: 'image/png', data: png }])
  await bench.scope.close()
  bench.store.close()
  bench.open()
  await bench.host.reconcile()
  expect(await bench.host.agents.readAttachment({ ...bench.ref(session), id: image.id })).toEqual({
    mimeType: 'image/png',
    data: png,
  })
})

test('refuses images for an agent that takes none, before a turn begins, also into the queue', async () => {
  const session = await bench.create()
  const image = await put(session)
  const refusal = { code: 'invalid_input', message: expect.stringContaining('does not take images') }
  await expect(bench.prompt(session, [], { attachments: [image] })).rejects.toMatchObject(refusal)
  const content = { text: 'x', attachments: [image] }
  await expect(
    bench.host.queue.add({
      ...bench.ref(session),
      turnId: newId('turn'),
      content,
      approve: 'ask',
      before: null,
    }),
  ).rejects.toMatchObject(refusal)
  expect(bench.session(session).turnCount).toBe(0)
})

test('an image that is gone is refused beforehand, and said when it goes while its message waits', async () => {
  const session = await bench.create({ prompts: { image: true } })
  const image = await put(session)
  const folder = join(bench.folder, 'attachments', session.id)
  await bench.prompt(session, [['untilCancelled']])
  const waiting = await bench.send(session, [['tell']], { attachments: [image] })
  if (waiting.kind !== 'queued') throw new Error('it was sent at once')
  for (const name of readdirSync(folder)) rmSync(join(folder, name))
  const turn = await bench.host.queue.sendNow({ ...bench.ref(session), messageId: waiting.message.id })
  expect(await bench.ended(turn)).toMatchObject({ status: 'succeeded' })
  expect(bench.messages(turn, 'notice').map(({ content }) => content)).toEqual([
    'The image shot.png is gone and was not sent.',
  ])
  await expect(bench.prompt(session, [], { attachments: [image] })).rejects.toMatchObject({
    code: 'attachment_not_found',
  })
})

test('what is no image by its first bytes is not kept, whatever it is called', async () => {
  const session = await bench.create()
  const html = Buffer.from('<script>alert(1)</script>').toString('base64')
  await expect(put(session, html)).rejects.toMatchObject({ code: 'invalid_input' })
  await expect(put(session, png, 'image/jpeg')).rejects.toMatchObject({ code: 'invalid_input' })
  await expect(put(session, png, 'image/svg+xml')).rejects.toMatchObject({ code: 'invalid_input' })
})

test('an image over the limit is not kept', async () => {
  await bench.close()
  bench = new Bench({ attachmentBytes: 10 })
  const session = await bench.create()
  await expect(put(session)).rejects.toMatchObject({ code: 'invalid_input', details: { limit: 10 } })
})

test('images of another session or workspace are not found', async () => {
  const session = await bench.create({ prompts: { image: true } })
  const other = await bench.create({ prompts: { image: true } })
  const { id } = await put(session)
  await expect(bench.host.agents.readAttachment({ ...bench.ref(other), id })).rejects.toMatchObject({
    code: 'attachment_not_found',
  })
  await expect(
    bench.host.agents.readAttachment({ workspaceId: newId('workspace'), sessionId: session.id, id }),
  ).rejects.toMatchObject({ code: 'session_not_found' })
})
