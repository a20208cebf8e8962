import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../../src/base/index.ts'
import {
  SessionExport,
  toFailure,
  type ItemId,
  type Session,
  type TranscriptItem,
  type Turn,
  type Workspace,
} from '../../../src/contracts/index.ts'
import type { ControlPlane } from '../../../src/main/control-plane.ts'
import { Bench } from '../../hosts/agent/index.ts'
import { approval, message, session, toolCall, turn, workspace } from '../../hosts/agent/entities.ts'

let bench: Bench
let controlPlane: ControlPlane
let client: ReturnType<Bench['client']>
let one: Workspace
let chat: Session
let first: Turn

beforeEach(async () => {
  bench = new Bench()
  await bench.agent.start()
  controlPlane = await bench.start()
  client = bench.client()
  one = workspace({ nodeId: bench.agent.nodeId, name: 'Login timeout' })
  chat = session({ workspaceId: one.id, title: 'Find the timeout' })
  first = turn({ sessionId: chat.id, status: 'succeeded' })
  await tell({ type: 'workspace', entity: one })
  await tell({ type: 'session', entity: chat })
  await tell({ type: 'turn', entity: first })
})
afterEach(() => bench.close())

/** Resolves once the control plane has applied the record. */
async function tell(entry: Parameters<Bench['agent']['append']>[0]): Promise<void> {
  const seq = bench.agent.append(entry)
  await expect.poll(() => bench.agent.acked, { interval: 5 }).toBeGreaterThanOrEqual(seq)
}
const put = (entity: TranscriptItem): Promise<void> => tell({ type: 'item', entity })
const at = (position: number) => ({ sessionId: chat.id, turnId: first.id, position })
const deleteWorkspace = (): Promise<void> =>
  tell({
    type: 'workspace',
    entity: { ...one, status: 'deleted', updatedAt: 1_800_000_000_000, revision: 9 },
  })

const find = async (query: string, workspaceRef?: string, limit?: number) =>
  client.history.search({ query, workspace: workspaceRef, limit })
const idsOf = async (query: string, workspaceRef?: string): Promise<string[]> =>
  (await find(query, workspaceRef)).hits.map(({ itemId }) => itemId)
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => toFailure(error),
  )

describe('search', () => {
  it('finds prompts, messages, calls and approvals, newest first, with place and marks', async () => {
    const asked = message({ ...at(1), role: 'user', content: 'Why does the login time out?' })
    const said = message({ ...at(2), content: 'The login gives up after 30 s.' })
    const call = toolCall({ ...at(3), title: 'Edit src/login.ts' })
    const question = approval({ ...at(4), workspaceId: one.id, detail: 'npm test -- login' })
    for (const item of [asked, said, call, question]) await put(item)
    const { hits, more } = await find('login')
    expect(hits.map(({ itemId, kind }) => [itemId, kind])).toEqual([
      [question.id, 'approval'],
      [call.id, 'tool_call'],
      [said.id, 'agent'],
      [asked.id, 'user'],
    ])
    expect(more).toBe(false)
    expect(hits[2]).toMatchObject({
      sessionId: chat.id,
      sessionTitle: 'Find the timeout',
      turnId: first.id,
      position: 2,
      place: { workspaceId: one.id, workspaceName: 'Login timeout', deletedAt: null, projectName: null },
      snippet: { text: 'The login gives up after 30 s.', marks: [{ start: 4, end: 9 }] },
    })
  })
  it('wants all words, takes the last one as a beginning, and ignores case and accents', async () => {
    const item = message({ ...at(1), content: 'Le délai de CONNEXION' })
    await put(item)
    expect(await idsOf('DELAI conn')).toEqual([item.id])
    expect(await idsOf('conn delai')).toEqual([])
    expect(await idsOf('"de connexion"')).toEqual([item.id])
    expect(await idsOf('"connexion de"')).toEqual([])
  })
  it('says when there are older hits than those asked for', async () => {
    for (const position of [1, 2, 3]) await put(message({ ...at(position), content: 'same' }))
    expect(await find('same', undefined, 1)).toMatchObject({ hits: [{ position: 3 }], more: true })
    expect((await find('same', undefined, 3)).more).toBe(false)
  })
  it('holds a streaming message once, when it is complete', async () => {
    const item = message({ ...at(1), content: 'the first', complete: false })
    await put(item)
    expect(await idsOf('first')).toEqual([])
    await put({ ...item, content: 'the first and the second', complete: true, revision: 2 })
    expect(await idsOf('second')).toEqual([item.id])
    await put({ ...item, content: 'something else', complete: true, revision: 3 })
    expect(await idsOf('second')).toEqual([])
    expect(await idsOf('else')).toEqual([item.id])
  })
  it.each([
    '"',
    '""',
    'a"b"c',
    'AND',
    'a OR',
    'NOT a',
    'NEAR(a b, 5)',
    '(',
    'body:a',
    'session : x',
    '-a',
    '^a',
    'a*b*',
    'a\u0000b',
    '{a b}: c',
    "'; DROP TABLE items; --",
    '\uD800',
    '🙂',
    'x'.repeat(1000),
    'w '.repeat(500),
  ])('answers %j without an error', async (query) => {
    await put(message({ ...at(1), content: 'a b c' }))
    await expect(find(query)).resolves.toMatchObject({ more: false })
    expect(await idsOf('a b c')).toHaveLength(1)
  })
  it('stays in the workspace that is named, by name or id, deleted or not', async () => {
    const other = workspace({ nodeId: bench.agent.nodeId, name: 'Other' })
    const otherChat = session({ workspaceId: other.id })
    await tell({ type: 'workspace', entity: other })
    await tell({ type: 'session', entity: otherChat })
    const here = message({ ...at(1), content: 'shared word' })
    const there = message({
      ...at(1),
      sessionId: otherChat.id,
      turnId: newId('turn'),
      content: 'shared word',
    })
    await put(here)
    await put(there)
    expect(await idsOf('shared', 'Login timeout')).toEqual([here.id])
    expect(await idsOf('shared', other.id)).toEqual([there.id])
    await deleteWorkspace()
    expect(await idsOf('shared', one.id)).toEqual([here.id])
    expect(await failureOf(find('shared', 'nothing'))).toMatchObject({ code: 'workspace_not_found' })
  })
  it('does not look for a word among the ids it keeps beside the text', async () => {
    await put(message({ ...at(1), content: 'text' }))
    expect(await idsOf(chat.id)).toEqual([])
    expect(await idsOf(chat.id.slice(4))).toEqual([])
  })
  it('finds what was there before a restart', async () => {
    const item = message({ ...at(1), content: 'kept over night' })
    await put(item)
    await controlPlane.close()
    await bench.start()
    client = bench.client()
    expect(await idsOf('night')).toEqual([item.id])
  })
})

describe('sessions of deleted workspaces', () => {
  it('are listed, read, followed and searched, and nothing else', async () => {
    const item = message({ ...at(1), content: 'still here' })
    await put(item)
    expect((await client.history.sessions()).sessions).toEqual([])
    await deleteWorkspace()
    const { sessions, more } = await client.history.sessions()
    expect(more).toBe(false)
    expect(sessions).toMatchObject([
      { session: { id: chat.id }, place: { workspaceName: 'Login timeout', deletedAt: 1_800_000_000_000 } },
    ])
    expect(await client.history.session({ sessionId: chat.id })).toEqual(sessions[0])
    const sessionId = chat.id
    expect((await client.session.show({ sessionId })).turns[0]?.messages).toMatchObject([{ id: item.id }])
    expect((await client.session.items({ sessionId, before: null, limit: 10 })).items).toHaveLength(1)
    const events = await client.session.follow({ sessionId, after: null })
    expect((await events.next()).value).toMatchObject({ type: 'ready' })
    await events.return()
    expect((await find('still')).hits).toMatchObject([{ itemId: item.id, place: { branch: 'try/one' } }])
    expect(await failureOf(client.session.prompt({ sessionId, text: 'go on' }))).toMatchObject({
      code: 'workspace_not_found',
      message: 'Workspace "Login timeout" was deleted',
    })
    expect((await client.snapshot()).sessions).toEqual([])
  })
  it('come last touched first, as many as asked for', async () => {
    const chats = [5, 9, 7].map((minutes) =>
      session({ workspaceId: one.id, title: `${minutes}`, updatedAt: minutes * 60_000 }),
    )
    for (const entity of chats) await tell({ type: 'session', entity })
    await deleteWorkspace()
    const { sessions, more } = await client.history.sessions({ limit: 3 })
    expect(sessions.map((entry) => entry.session.title)).toEqual(['Find the timeout', '9', '7'])
    expect(more).toBe(true)
  })
})

describe('pages', () => {
  const pageOf = async (input: { before?: number; after?: number; around?: number; limit: number }) => {
    const { before = null, ...rest } = input
    const page = await client.session.items({ sessionId: chat.id, before, ...rest })
    return { at: page.items.map(({ position }) => position), more: page.more, moreAfter: page.moreAfter }
  }
  it('end before, begin after, or lie around a position, and say what lies beyond', async () => {
    // Positions may have holes.
    for (const position of [1, 2, 4, 5, 6, 8]) await put(message(at(position)))
    expect(await pageOf({ limit: 2 })).toEqual({ at: [6, 8], more: true, moreAfter: false })
    expect(await pageOf({ before: 6, limit: 3 })).toEqual({ at: [2, 4, 5], more: true, moreAfter: true })
    expect(await pageOf({ after: 4, limit: 2 })).toEqual({ at: [5, 6], more: true, moreAfter: true })
    expect(await pageOf({ after: 6, limit: 2 })).toEqual({ at: [8], more: true, moreAfter: false })
    expect(await pageOf({ around: 4, limit: 4 })).toEqual({ at: [2, 4, 5, 6], more: true, moreAfter: true })
    expect(await pageOf({ around: 1, limit: 2 })).toEqual({ at: [1, 2], more: false, moreAfter: true })
    expect(await pageOf({ around: 99, limit: 4 })).toEqual({ at: [6, 8], more: true, moreAfter: false })
  })
})

describe('export', () => {
  it('gives the session as Markdown and as JSON, also when its workspace is deleted', async () => {
    await put(message({ ...at(1), role: 'user', content: 'Fix it' }))
    await put(message({ ...at(2), content: 'Done' }))
    await deleteWorkspace()
    const markdown = await client.session.export({ sessionId: chat.id, format: 'markdown' })
    expect(markdown.fileName).toMatch(/^find-the-timeout-\d{4}-\d\d-\d\d\.md$/)
    expect(markdown.text).toContain('### You\n\n> Fix it\n\n### Runbook\n\nDone\n')
    const json = await client.session.export({ sessionId: chat.id, format: 'json' })
    const read = SessionExport.parse(JSON.parse(json.text))
    expect(read.turns.map(({ items }) => items.map(({ id }) => id as ItemId).length)).toEqual([2])
  })
  it('says when there is no such session', async () => {
    expect(
      await failureOf(client.session.export({ sessionId: newId('session'), format: 'json' })),
    ).toMatchObject({ code: 'session_not_found' })
  })
})
