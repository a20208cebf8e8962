import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Session, Turn } from '../../../src/contracts/index.ts'
import { FileLocksFixture } from './file-locks-fixture.ts'

const f = new FileLocksFixture()

describe('a file is held', () => {
  test('from the first word of an edit under way to its end', async () => {
    const turn = await f.bench.prompt(f.first, [...f.heldEdit('a.txt'), ['say', 'over'], ['untilCancelled']])
    expect(await f.held('a.txt')).toMatchObject({
      workspaceId: f.bench.workspace.id,
      sessionId: f.first.id,
      turnId: turn.id,
      repositoryId: f.bench.workspace.repositories[0]!.repositoryId,
      from: 'tool_call',
      waiting: [],
      releasedAt: null,
    })
    f.open()
    await f.bench.until(() => f.locks().length === 0)
    expect(f.told().map(({ releasedAt }) => releasedAt !== null)).toEqual([false, true])
    expect(f.bench.session(f.first).status).toBe('running')
    await f.bench.host.cancel(f.bench.ref(f.first))
  })

  test('from a permission request to the end of its call, or until it is refused', async () => {
    const turn = await f.bench.prompt(f.first, [
      ['ask', f.edit('c1', 'a.txt')],
      ['untilFile', f.gate],
      f.end('c1', 'failed'),
      ['ask', f.edit('c2', 'b.txt')],
      ['untilCancelled'],
    ])
    const approval = await f.bench.approval(turn)
    expect(f.locks()).toMatchObject([{ path: 'a.txt', from: 'permission' }])
    await f.bench.answer(approval, 'allow_once')
    expect(f.locks()).toMatchObject([{ path: 'a.txt' }])
    f.open()
    expect(await f.held('b.txt')).toMatchObject({ from: 'permission' })
    const next = await f.bench.until(() =>
      f.bench.items(turn).find((item) => item.kind === 'approval' && item.status === 'pending'),
    )
    await f.bench.answer(next as typeof approval, 'reject_once')
    expect(f.locks()).toEqual([])
    await f.bench.host.cancel(f.bench.ref(f.first))
  })

  test('from a write through us to the end of the turn', async () => {
    const turn = await f.bench.prompt(f.first, [f.write('new/b.txt'), ['untilFile', f.gate]])
    expect(await f.held('new/b.txt')).toMatchObject({ from: 'write' })
    f.open()
    await f.bench.ended(turn)
    expect(f.locks()).toEqual([])
    expect(readFileSync(f.at('new/b.txt'), 'utf8')).toBe('text')
  })

  test.each(['delete', 'move'])('by a call of kind %s', async (kind) => {
    const more = { kind, locations: [{ path: f.at('a.txt') }, { path: f.at('b.txt') }] }
    await f.bench.prompt(f.first, [f.begin('c1', 'a.txt', more), ['untilCancelled']])
    await f.held('b.txt')
    expect(
      f
        .locks()
        .map(({ path }) => path)
        .toSorted(),
    ).toEqual(['a.txt', 'b.txt'])
    await f.bench.host.cancel(f.bench.ref(f.first))
    expect(f.locks()).toEqual([])
  })

  test('neither by reading nor by running a command nor outside the workspace', async () => {
    const turn = await f.bench.prompt(f.first, [
      f.begin('c1', 'a.txt', { kind: 'read' }),
      f.begin('c2', 'a.txt', { kind: 'execute' }),
      f.begin('c3', '/etc/hosts', { locations: [{ path: '/etc/hosts' }] }),
      ['say', 'said'],
    ])
    await f.bench.ended(turn)
    expect(f.told()).toEqual([])
  })

  test('by its real path, whatever links lead there', async () => {
    mkdirSync(f.at('real'))
    symlinkSync('real', f.at('link'))
    await f.bench.prompt(f.first, [f.begin('c1', 'link/new.txt'), ['untilCancelled']])
    await f.held('real/new.txt')
    const turn = await f.bench.prompt(f.second, [f.write('real/new.txt')])
    await f.bench.ended(turn)
    expect(f.bench.said(turn)).toContain('file_locked')
    await f.bench.host.cancel(f.bench.ref(f.first))
  })
})

describe('of two sessions that write one file', () => {
  test('the second’s write through us is refused, and it learns who holds the file', async () => {
    await f.bench.prompt(f.first, f.heldEdit('a.txt'))
    await f.held('a.txt')
    const turn = await f.bench.prompt(f.second, [f.write('a.txt', 'mine\n'), f.write('b.txt', 'free\n')])
    await f.bench.ended(turn)
    const [refused] = f.bench.said(turn).split('\n')
    expect(JSON.parse(refused!)).toMatchObject({
      message: `a.txt is being changed by session "${f.titleOf(f.first)}"`,
      data: {
        code: 'file_locked',
        details: { path: 'a.txt', sessionId: f.first.id, session: f.titleOf(f.first) },
      },
    })
    expect(readFileSync(f.at('a.txt'), 'utf8')).toBe('a\n')
    expect(readFileSync(f.at('b.txt'), 'utf8')).toBe('free\n')
    f.open()
  })

  test('the second’s request waits, cannot be allowed meanwhile, and can be answered when the file is free', async () => {
    await f.bench.prompt(f.first, f.heldEdit('a.txt'))
    await f.held('a.txt')
    const turn = await f.bench.prompt(f.second, [['ask', f.edit('c1', 'a.txt')]])
    const approval = await f.bench.approval(turn)
    const waits = [{ sessionId: f.second.id, approvalId: approval.id }]
    expect(f.locks()).toMatchObject([{ sessionId: f.first.id, waiting: waits }])
    await expect(f.bench.answer(approval, 'allow_once')).rejects.toMatchObject({
      code: 'file_locked',
      details: { sessionId: f.first.id },
    })
    f.open()
    await f.bench.until(() => f.locks()[0]?.sessionId === f.second.id)
    expect(await f.bench.answer(approval, 'allow_once')).toMatchObject({ status: 'approved', first: true })
    await f.bench.ended(turn)
    expect(f.bench.said(turn)).toBe('answer:o-allow_once')
    expect(f.locks()).toEqual([])
  })

  test('what was allowed beforehand goes on by itself when the file is free, and not before', async () => {
    await f.bench.prompt(f.first, f.heldEdit('a.txt'))
    await f.held('a.txt')
    const turn = await f.bench.prompt(f.second, [['ask', f.edit('c1', 'a.txt')]], { approve: 'once' })
    const approval = await f.bench.approval(turn)
    expect(approval.status).toBe('pending')
    f.open()
    await f.bench.ended(turn)
    expect(f.bench.said(turn)).toBe('answer:o-allow_once')
    expect(f.bench.store.items.get(approval.id)).toMatchObject({ status: 'approved', answeredFrom: 'prompt' })
  })

  test('a request that waits can be refused at once', async () => {
    await f.bench.prompt(f.first, f.heldEdit('a.txt'))
    await f.held('a.txt')
    const turn = await f.bench.prompt(f.second, [['ask', f.edit('c1', 'a.txt')]])
    await f.bench.answer(await f.bench.approval(turn), 'reject_once')
    await f.bench.ended(turn)
    expect(f.bench.said(turn)).toBe('answer:o-reject_once')
    expect(f.locks()).toMatchObject([{ sessionId: f.first.id, waiting: [] }])
    f.open()
  })

  test('the user lets it go on: it may write, and nothing is reported', async () => {
    await f.bench.prompt(f.first, f.heldEdit('a.txt'))
    await f.held('a.txt')
    const turn = await f.bench.prompt(f.second, [
      ['ask', f.edit('c1', 'a.txt')],
      f.begin('c1', 'a.txt'),
      f.write('a.txt', 'second\n'),
      f.end('c1'),
    ])
    const approval = await f.bench.approval(turn)
    const on = { workspaceId: f.bench.workspace.id, approvalId: approval.id }
    expect(await f.bench.host.goOn(on)).toMatchObject({ status: 'pending' })
    expect(f.locks()).toMatchObject([{ sessionId: f.first.id, waiting: [] }])
    await f.bench.answer(approval, 'allow_once')
    await f.bench.ended(turn)
    expect(readFileSync(f.at('a.txt'), 'utf8')).toBe('second\n')
    expect(f.events()).toEqual([])
    f.open()
  })

  test('the waiting ones come in order', async () => {
    const third = await f.bench.create()
    await f.bench.prompt(f.first, f.heldEdit('a.txt'))
    await f.held('a.txt')
    const ask = async (session: Session): Promise<Turn> => {
      const turn = await f.bench.prompt(session, [['ask', f.edit('c1', 'a.txt')]])
      await f.bench.approval(turn)
      return turn
    }
    const turns = [await ask(f.second), await ask(third)] as const
    f.open()
    await f.bench.until(() => f.locks()[0]?.sessionId === f.second.id)
    expect(f.locks()[0]!.waiting).toMatchObject([{ sessionId: third.id }])
    await f.bench.answer(await f.bench.approval(turns[0]), 'allow_once')
    await f.bench.until(() => f.locks()[0]?.sessionId === third.id)
    await f.bench.answer(await f.bench.approval(turns[1]), 'reject_once')
    await f.bench.ended(turns[1])
    expect(f.locks()).toEqual([])
  })

  test('sessions of different files do not wait for each other, nor a session for itself', async () => {
    await f.bench.prompt(f.first, [
      f.begin('c0', 'a.txt'),
      ['ask', f.edit('c1', 'a.txt')],
      ['untilCancelled'],
    ])
    await f.held('a.txt')
    const turn = await f.bench.prompt(f.second, [['ask', f.edit('c1', 'b.txt')]])
    await f.bench.answer(await f.bench.approval(turn), 'allow_once')
    await f.bench.ended(turn)
    expect(f.locks()).toMatchObject([{ path: 'a.txt', waiting: [] }])
    await f.bench.host.cancel(f.bench.ref(f.first))
  })
})
