import { renameSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { FileLocksFixture } from './file-locks-fixture.ts'

const f = new FileLocksFixture()

describe('a write that never asked', () => {
  test('is noticed and told, with who did it, once', async () => {
    await f.bench.prompt(f.first, f.heldEdit('a.txt'))
    const lock = await f.held('a.txt')
    const turn = await f.bench.prompt(f.second, [
      f.begin('c1', 'a.txt'),
      ['write', f.at('a.txt'), 'behind\n'],
      ['untilFile', f.gate],
      f.end('c1'),
    ])
    await f.bench.until(() => f.events().length > 0)
    f.open()
    await f.bench.ended(turn)
    expect(f.events()).toMatchObject([
      {
        workspaceId: f.bench.workspace.id,
        level: 'warning',
        message: `a.txt changed under a lock of "${f.titleOf(f.first)}". By "${f.titleOf(f.second)}", which did not ask`,
        details: { path: 'a.txt', lockId: lock.id, sessionId: f.first.id, writer: f.second.id },
      },
    ])
  })

  test('is told also when the agent says of it only afterwards', async () => {
    await f.bench.prompt(f.first, f.heldEdit('a.txt'))
    await f.held('a.txt')
    await f.bench.run(f.second, [f.begin('c1', 'a.txt', { status: 'completed' })])
    expect(f.events()).toMatchObject([{ details: { writer: f.second.id } }])
    f.open()
  })

  test('of whom nothing is known is told while the holder itself only asks', async () => {
    const turn = await f.bench.prompt(f.first, [['ask', f.edit('c1', 'a.txt')]])
    const approval = await f.bench.approval(turn)
    // As editors do: another file takes the place of this one.
    writeFileSync(f.at('.a.tmp'), 'editor\n')
    renameSync(f.at('.a.tmp'), f.at('a.txt'))
    await f.bench.until(() => f.events().length > 0)
    expect(f.events()).toMatchObject([{ details: { path: 'a.txt', writer: null } }])
    await f.bench.answer(approval, 'reject_once')
  })

  test('the holder’s own changes are none', async () => {
    const turn = await f.bench.prompt(f.first, [
      ['ask', f.edit('c1', 'a.txt')],
      ['write', f.at('a.txt'), 'mine\n'],
      f.begin('c2', 'deep/er/b.txt'),
      ['write', f.at('deep/er/b.txt'), 'mine\n'],
      ['write', f.at('seen.txt'), ''],
      ['untilFile', f.gate],
    ])
    await f.bench.answer(await f.bench.approval(turn), 'allow_once')
    // Another session's look at another file comes after what the watch had to say of these.
    await f.held('deep/er/b.txt')
    await f.bench.run(f.second, [['untilFile', f.at('seen.txt')], f.write('c.txt')])
    expect(f.events()).toEqual([])
    f.open()
    await f.bench.ended(turn)
    expect(f.events()).toEqual([])
  })
})

describe('a lock ends', () => {
  test('with an agent that dies', async () => {
    const turn = await f.bench.prompt(f.first, [f.begin('c1', 'a.txt'), ['untilFile', f.gate], ['crash']])
    await f.held('a.txt')
    const waiting = await f.bench.prompt(f.second, [['ask', f.edit('c1', 'a.txt')]], { approve: 'once' })
    await f.bench.approval(waiting)
    f.open()
    await f.bench.ended(turn)
    await f.bench.ended(waiting)
    expect(f.bench.said(waiting)).toBe('answer:o-allow_once')
    expect(f.locks()).toEqual([])
  })

  test('with a session that is stopped, and a request that waits with its own turn', async () => {
    await f.bench.prompt(f.first, [f.begin('c1', 'a.txt'), ['untilCancelled']])
    await f.held('a.txt')
    const turn = await f.bench.prompt(f.second, [['ask', f.edit('c1', 'a.txt')]])
    await f.bench.approval(turn)
    await f.bench.host.cancel(f.bench.ref(f.second))
    expect(f.locks()).toMatchObject([{ sessionId: f.first.id, waiting: [] }])
    await f.bench.host.stop(f.bench.ref(f.first))
    expect(f.locks()).toEqual([])
  })

  test('at the next start of a daemon that died', async () => {
    await f.bench.prompt(f.first, [f.begin('c1', 'a.txt'), ['untilCancelled']])
    const lock = await f.held('a.txt')
    // What a killed daemon leaves: the row, and nobody who holds the file.
    await f.bench.host.stop(f.bench.ref(f.first))
    f.bench.store.change(() => f.bench.store.fileLocks.put(lock, 'key'))
    f.bench.locks.reconcile()
    expect(f.locks()).toEqual([])
    expect(f.told().at(-1)).toMatchObject({ id: lock.id, releasedAt: expect.any(Number) })
  })
})
