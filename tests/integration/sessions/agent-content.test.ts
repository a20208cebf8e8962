import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openScopes } from '../../../src/base/index.ts'
import type { ImageAttachment, Session, Turn } from '../../../src/contracts/index.ts'
import { Bench } from './harness.ts'

/** One transparent pixel, 70 bytes. */
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='
const gif = 'R0lGODlhAQABAAAAACwAAAAAAQABAAA='

let bench: Bench
beforeEach(() => void (bench = new Bench()))
afterEach(async () => {
  await bench.close()
  expect(openScopes()).toEqual([])
})

const image = (fields: object = {}) => ({ type: 'image', mimeType: 'image/png', data: png, ...fields })
const chunk = (content: object, sessionUpdate = 'agent_message_chunk') => ['raw', { sessionUpdate, content }]
const call = (content: object[], fields: object = {}) => [
  'raw',
  {
    sessionUpdate: 'tool_call_update',
    toolCallId: 't1',
    content: content.map((one) => ({ type: 'content', content: one })),
    ...fields,
  },
]
const read = (session: Session, { id }: ImageAttachment) =>
  bench.host.agents.readAttachment({ ...bench.ref(session), id })
const keptFiles = (session: Session): string[] => {
  const folder = join(bench.folder, 'attachments', session.id)
  return existsSync(folder) ? readdirSync(folder) : []
}
const imagesOf = (turn: Turn): ImageAttachment[] =>
  bench
    .messages(turn)
    .flatMap(({ attachments }) => attachments)
    .filter((one) => one.kind === 'image')

test('an image in a message is kept and stands where it was said', async () => {
  const session = await bench.create()
  const turn = await bench.run(session, [
    ['say', 'before'],
    chunk(image({ uri: 'file:///tmp/my%20chart.png?x=1' })),
    ['say', 'after'],
  ])
  const told = bench.messages(turn).map(({ content, attachments }) => content || attachments)
  expect(told).toMatchObject(['before', [{ kind: 'image', name: 'my chart.png', bytes: 70 }], 'after'])
  expect(await read(session, imagesOf(turn)[0]!)).toEqual({ mimeType: 'image/png', data: png })
})

test('what an image is, its first bytes say; what is none is named', async () => {
  const session = await bench.create()
  const turn = await bench.run(session, [
    chunk(image({ data: gif })),
    chunk(image({ mimeType: 'image/svg+xml', data: Buffer.from('<svg onload="x()"/>').toString('base64') })),
  ])
  expect(imagesOf(turn)).toMatchObject([{ mimeType: 'image/gif' }])
  expect(bench.said(turn)).toBe('[image: image, 1 KiB, image/svg+xml cannot be shown]')
})

test('an image of a tool call that is sent again with each update is kept once', async () => {
  const session = await bench.create()
  const turn = await bench.run(session, [
    call([image({ uri: 'shot.png' })], { title: 'Look' }),
    call([{ type: 'text', text: 'two' }, image({ uri: 'shot.png' })]),
    call([{ type: 'text', text: 'three' }, image({ uri: 'shot.png' })], { status: 'completed' }),
  ])
  const [tool] = bench.tools(turn)
  expect(tool?.content).toMatchObject([
    { type: 'text', text: 'three' },
    { type: 'image', image: { name: 'shot.png', bytes: 70 } },
  ])
  expect(keptFiles(session)).toHaveLength(1)
})

test('images over the limits are named and not kept', async () => {
  await bench.close()
  bench = new Bench({ agentImageBytes: 100, turnImagesBytes: 150 })
  const session = await bench.create()
  const other = Buffer.concat([Buffer.from(png, 'base64'), Buffer.alloc(20)]).toString('base64')
  const large = Buffer.concat([Buffer.from(png, 'base64'), Buffer.alloc(40)]).toString('base64')
  const steps = [chunk(image()), chunk(image({ data: large })), chunk(image({ data: other }))]
  const turn = await bench.run(session, steps)
  expect(imagesOf(turn)).toHaveLength(1)
  expect(bench.said(turn)).toBe(
    '[image: image, 1 KiB, too large to be kept][image: image, 1 KiB, too much for one turn]',
  )
  expect(keptFiles(session)).toHaveLength(1)
  // The next turn has room of its own.
  expect(imagesOf(await bench.run(session, [chunk(image({ data: other }))]))).toHaveLength(1)
})

test('an embedded file is text under its name, one that is an image is shown, audio is named', async () => {
  const session = await bench.create()
  const resource = (fields: object) => ({
    type: 'resource',
    resource: { uri: 'file:///w/notes.md', ...fields },
  })
  const turn = await bench.run(session, [
    chunk(resource({ text: 'a\n```\nb' })),
    chunk(resource({ uri: 'x://y/plot.png', mimeType: 'image/png', blob: png })),
    chunk({ type: 'audio', mimeType: 'audio/wav', data: png }),
    call([resource({ text: 'inside' }), { type: 'audio', mimeType: 'audio/wav', data: png }]),
  ])
  expect(bench.messages(turn).map(({ content }) => content)).toEqual([
    '\n\n**notes.md**\n\n````\na\n```\nb\n````\n\n',
    '',
    '[audio: audio/wav, 1 KiB]',
  ])
  expect(imagesOf(turn)).toMatchObject([{ name: 'plot.png' }])
  expect(bench.tools(turn)[0]?.content).toEqual([
    { type: 'text', text: 'notes.md:\ninside' },
    { type: 'text', text: '[audio: audio/wav, 1 KiB]' },
  ])
})

test('a secret in the name of an image is taken out', async () => {
  const session = await bench.create()
  const hidden = Buffer.from('planted-secret-value-of-the-profile').toString('base64')
  const turn = await bench.run(session, [chunk(image({ uri: `file:///~${hidden}~.png` }))])
  expect(imagesOf(turn)[0]?.name).not.toContain('planted')
})
