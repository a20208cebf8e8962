import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId, systemClock } from '../../../src/base/index.ts'
import {
  toFailure,
  type AppEvent,
  type CommentPlace,
  type RepositoryId,
  type Workspace,
} from '../../../src/contracts/index.ts'
import { putPullRequestThreads, type ForeignThread } from '../../../src/main/comments/index.ts'
import type { ControlPlane } from '../../../src/main/control-plane.ts'
import { Store } from '../../../src/main/store/index.ts'
import { Bench } from '../../hosts/agent/index.ts'

let bench: Bench
let controlPlane: ControlPlane
let client: ControlPlane['client']
let workspace: Workspace
let repositoryId: RepositoryId
beforeEach(async () => {
  bench = new Bench()
  await bench.agent.start()
  controlPlane = await bench.start()
  client = controlPlane.client
  workspace = await workspaceWithRepository('one')
  repositoryId = workspace.repositories[0]!.repositoryId
})
afterEach(() => bench.close())

/** A workspace whose node says that it has a worktree of a repository. */
async function workspaceWithRepository(branch: string): Promise<Workspace> {
  const { id } = await client.project.add({ path: `/repos/${branch}` })
  const made = await client.workspace.create({ project: id, branch })
  const repository = {
    repositoryId: newId('repository'),
    name: 'web',
    source: '/repos/web',
    worktree: '/managed/web',
    branch,
    baseBranch: 'main',
    baseCommit: '0'.repeat(40),
    enabled: true,
    branchMade: true,
    aside: null,
  }
  const seen = changed((event) => event.type === 'workspace' && event.entity.repositories.length > 0)
  bench.agent.append({
    type: 'workspace',
    entity: { ...made, repositories: [repository], revision: made.revision + 1 },
  })
  await seen
  return client.workspace.show({ workspace: made.id })
}

type Change = Extract<AppEvent, { type: 'change' }>['change']
async function changed(wanted: (change: Change) => boolean): Promise<void> {
  const stop = new AbortController()
  for await (const event of await client.events.follow({ after: null }, { signal: stop.signal }))
    if (event.type === 'change' && wanted(event.change)) return stop.abort()
}

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => toFailure(error),
  )
const place = (given: Partial<CommentPlace> = {}): CommentPlace => ({
  repositoryId,
  path: 'a.txt',
  side: 'new',
  startLine: 7,
  endLine: 7,
  code: ['b'],
  before: [],
  after: [],
  ...given,
})
const add = (text: string, given: Partial<CommentPlace> = {}) =>
  client.comment.add({ workspaceId: workspace.id, place: place(given), text })
/** In the order of what was said; two threads of one millisecond have none of their own. */
const list = async () =>
  (await client.comment.list({ workspace: workspace.id })).toSorted((a, b) =>
    (a.comments[0]?.text ?? '~') < (b.comments[0]?.text ?? '~') ? -1 : 1,
  )
const restart = async (): Promise<void> => {
  await controlPlane.close()
  controlPlane = await bench.start()
  client = controlPlane.client
}

describe('comments', () => {
  it('survive a restart with what is still being typed', async () => {
    const thread = await add('Rename this')
    await client.comment.draft({ threadId: thread.id, draft: { commentId: null, text: 'And al' } })
    await client.comment.add({ workspaceId: workspace.id, place: place(), text: 'Half a sen', draft: true })
    await restart()
    expect(await list()).toMatchObject([
      { comments: [{ text: 'Rename this', author: null, sent: null }], draft: { text: 'And al' } },
      { comments: [], draft: { commentId: null, text: 'Half a sen' } },
    ])
    expect((await client.snapshot()).threads).toHaveLength(2)
  })
  it('answers a retry of adding with the first thread', async () => {
    const once = { workspaceId: workspace.id, place: place(), text: 'x', idempotencyKey: 'key-key-1' }
    expect(await client.comment.add(once)).toEqual(await client.comment.add(once))
    expect(await list()).toHaveLength(1)
  })
  it('can be answered, worded anew, resolved and taken away, and everybody is told', async () => {
    const { id, comments } = await add('One')
    const first = comments[0]!.id
    const told = changed((event) => event.type === 'thread' && event.entity.comments.length === 2)
    expect(await client.comment.resolve({ threadId: id, resolved: true })).toMatchObject({
      resolvedAt: expect.any(Number),
    })
    expect(await client.comment.reply({ threadId: id, text: 'Two' })).toMatchObject({ resolvedAt: null })
    await told
    expect(await client.comment.edit({ threadId: id, commentId: first, text: 'Uno' })).toMatchObject({
      comments: [{ id: first, text: 'Uno' }, { text: 'Two' }],
    })
    const gone = changed((event) => event.type === 'thread.removed' && event.id === id)
    const { thread } = await client.comment.remove({ threadId: id, commentId: first })
    expect(thread?.comments).toMatchObject([{ text: 'Two' }])
    expect(await client.comment.remove({ threadId: id, commentId: thread!.comments[0]!.id })).toEqual({
      thread: null,
    })
    await gone
    expect(await list()).toEqual([])
  })
  it('ends a draft with the comment it became, and a thread that was only a draft with it', async () => {
    const begun = await client.comment.add({
      workspaceId: workspace.id,
      place: place(),
      text: 'dra',
      draft: true,
    })
    expect(await client.comment.reply({ threadId: begun.id, text: 'Done' })).toMatchObject({ draft: null })
    const other = await client.comment.add({
      workspaceId: workspace.id,
      place: place(),
      text: 'x',
      draft: true,
    })
    expect(await client.comment.draft({ threadId: other.id, draft: null })).toEqual({ thread: null })
    expect(await list()).toHaveLength(1)
  })
  it('refuses a repository that the workspace does not have, and a thread or comment that is none', async () => {
    expect(await failureOf(add('x', { repositoryId: newId('repository') }))).toMatchObject({
      code: 'repository_not_found',
    })
    const threadId = newId('thread')
    expect(await failureOf(client.comment.reply({ threadId, text: 'x' }))).toMatchObject({
      code: 'thread_not_found',
    })
    const { id } = await add('x')
    expect(
      await failureOf(client.comment.remove({ threadId: id, commentId: newId('comment') })),
    ).toMatchObject({ code: 'comment_not_found' })
  })
})

describe('sending comments', () => {
  const promptsSent = () =>
    bench.agent.calls
      .filter(({ op }) => op === 'session.prompt')
      .map(({ input }) => (input as { content: { text: string } }).content.text)

  it('makes one message of what waits, with lines as they are now, and marks it as sent in that turn', async () => {
    const session = await client.session.create({ workspace: workspace.id })
    await add('Where is it now?')
    await add('Gone already?', { code: ['not there any more'] })
    const resolved = await add('Settled')
    await client.comment.resolve({ threadId: resolved.id, resolved: true })
    const sent = await client.comment.send({
      workspace: workspace.id,
      to: { kind: 'session', sessionId: session.id },
    })
    expect(sent).toMatchObject({ sessionId: session.id, queued: false, comments: 2 })
    expect(promptsSent()).toEqual([expect.stringMatching(/a\.txt, line 1\n[^]*a\.txt, line 7 \(outdated/)])
    const [gone, settled, first] = await list()
    expect(gone?.comments[0]?.sent).toMatchObject({ turnId: sent.turnId })
    expect(first?.comments[0]?.sent).toMatchObject({ sessionId: session.id, turnId: sent.turnId })
    expect(settled?.comments[0]?.sent).toBeNull()
    expect(
      await failureOf(
        client.comment.send({ workspace: workspace.id, to: { kind: 'session', sessionId: session.id } }),
      ),
    ).toMatchObject({ code: 'invalid_input' })
  })
  it('counts a comment with other words as not sent', async () => {
    const { id, comments } = await add('One')
    await client.comment.send({ workspace: workspace.id, to: { kind: 'new' } })
    await client.comment.edit({ threadId: id, commentId: comments[0]!.id, text: 'Two' })
    await client.comment.send({ workspace: workspace.id, to: { kind: 'new' } })
    expect(promptsSent()).toHaveLength(2)
    expect(promptsSent()[1]).toContain('Two')
  })
  it('begins one session and one turn however often a request is repeated', async () => {
    await add('One')
    const request = { workspace: workspace.id, to: { kind: 'new' as const }, idempotencyKey: 'key-key-2' }
    const first = await client.comment.send(request)
    expect(await client.session.list({ workspace: workspace.id })).toHaveLength(1)
    expect(await client.comment.send(request)).toEqual(first)
    expect(promptsSent()).toHaveLength(1)
  })
  it('refuses a session of another workspace, and sends nothing', async () => {
    const other = await workspaceWithRepository('two')
    const session = await client.session.create({ workspace: other.id })
    await add('One')
    expect(
      await failureOf(
        client.comment.send({ workspace: workspace.id, to: { kind: 'session', sessionId: session.id } }),
      ),
    ).toMatchObject({ code: 'session_not_found' })
    expect(promptsSent()).toEqual([])
    expect((await list())[0]?.comments[0]?.sent).toBeNull()
  })
})

describe('threads of a pull request', () => {
  const foreign = (key: string, texts: string[], given: Partial<ForeignThread> = {}): ForeignThread => ({
    key,
    url: `https://forge.example/${key}`,
    place: { path: 'a.txt', side: 'new', startLine: 1, endLine: 1, code: ['b'], before: [], after: [] },
    outdated: false,
    resolved: false,
    comments: texts.map((text, index) => ({ author: 'ada', text, createdAt: index, updatedAt: index })),
    ...given,
  })
  const withStore = <Result>(work: (store: Store) => Result): Result => {
    const store = new Store(bench.home.appDatabase, () => {})
    try {
      return work(store)
    } finally {
      store.close()
    }
  }
  const put = (told: ForeignThread[]) =>
    withStore((store) =>
      putPullRequestThreads(
        { store, clock: systemClock, newId },
        { workspaceId: workspace.id, repositoryId, number: 12 },
        told,
      ),
    )

  it('become what the service tells, once, and keep what was sent', async () => {
    const [kept] = put([foreign('t1', ['Why?']), foreign('t2', ['Nit'])])
    expect(put([foreign('t1', ['Why?']), foreign('t2', ['Nit'])])[0]).toEqual(kept)
    await client.comment.send({ workspace: workspace.id, threadIds: [kept!.id], to: { kind: 'new' } })
    put([foreign('t1', ['Why?', 'Because'], { resolved: true })])
    expect(await list()).toMatchObject([
      {
        id: kept!.id,
        resolvedAt: expect.any(Number),
        comments: [
          { text: 'Why?', sent: { turnId: expect.any(String) } },
          { text: 'Because', sent: null },
        ],
      },
    ])
  })
  it("are not the user's to change here, and do not wait to be sent", async () => {
    const [thread] = put([foreign('t1', ['Why?'])])
    expect(await failureOf(client.comment.reply({ threadId: thread!.id, text: 'x' }))).toMatchObject({
      code: 'forbidden',
      hint: expect.stringContaining('https://forge.example/t1'),
    })
    expect(
      await failureOf(client.comment.send({ workspace: workspace.id, to: { kind: 'new' } })),
    ).toMatchObject({ code: 'invalid_input' })
  })
  it('leave the threads of the user alone', async () => {
    const own = await add('Mine')
    put([foreign('t1', ['Why?'])])
    put([])
    expect(await list()).toEqual([own])
  })
})
