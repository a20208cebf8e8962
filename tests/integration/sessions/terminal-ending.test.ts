import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openScopes } from '../../../src/base/index.ts'
import { runs } from './harness.ts'
import { TerminalBench } from './terminal-bench.ts'

let bench: TerminalBench
beforeEach(() => {
  bench = new TerminalBench()
})
afterEach(async () => {
  await bench.close()
  expect(openScopes()).toEqual([])
})

describe('ending', () => {
  it('is stopped when the program ends well', async () => {
    const session = await bench.create()
    const pid = await bench.pid(session)
    await bench.type(session, 'exit 0').catch(() => undefined)
    expect(await bench.until(session, 'stopped')).toMatchObject({ error: null, attention: null })
    expect(runs(pid)).toBe(false)
    await expect(bench.type(session, 'say x')).rejects.toMatchObject({ code: 'session_not_running' })
  })

  it('is in error with code and output when it does not', async () => {
    const session = await bench.create()
    await bench.type(session, 'say the reason')
    await bench.type(session, 'exit 3').catch(() => undefined)
    const { error } = await bench.until(session, 'error')
    expect(error).toMatchObject({ code: 'agent_failed', message: 'Program exited with code 3' })
    expect(error?.details).toMatchObject({ exitCode: 3, output: expect.stringContaining('the reason') })
  })

  it('says so when a signal ended it', async () => {
    const session = await bench.create()
    await bench.type(session, 'die').catch(() => undefined)
    expect((await bench.until(session, 'error')).error?.message).toBe('Program was ended by a signal')
  })

  it('leaves nothing behind on stop, detached and deaf ones included', async () => {
    const session = await bench.create()
    await bench.type(session, 'deaf')
    await bench.type(session, 'child')
    const pids = [await bench.pid(session), await bench.pid(session, 'child')]
    expect(pids.every(runs)).toBe(true)
    expect(await bench.host.stop(bench.bench.ref(session))).toMatchObject({ status: 'stopped', error: null })
    expect(pids.filter(runs)).toEqual([])
    expect(bench.bench.store.sessions.get(session.id)?.processGroup).toBeNull()
    const { revision } = bench.now(session)
    expect((await bench.host.stop(bench.bench.ref(session))).revision).toBe(revision)
  })

  it('leaves nothing behind when the program ends by itself', async () => {
    const session = await bench.create()
    await bench.type(session, 'child')
    const child = await bench.pid(session, 'child')
    await bench.type(session, 'exit 0').catch(() => undefined)
    await bench.until(session, 'stopped')
    await bench.bench.until(
      () => bench.bench.store.sessions.get(session.id)?.processGroup === null || !runs(child),
    )
    await bench.host.stop(bench.bench.ref(session))
    expect(runs(child)).toBe(false)
  })

  it('ends with the workspace, and then cannot be started again', async () => {
    const session = await bench.create()
    const pid = await bench.pid(session)
    await bench.host.stopAllIn(session.workspaceId)
    expect(runs(pid)).toBe(false)
    expect(bench.now(session).status).toBe('stopped')
    bench.bench.store.change(() =>
      bench.bench.store.workspaces.put({ ...bench.bench.workspace, status: 'stopped' }),
    )
    await expect(bench.host.restart(bench.bench.ref(session))).rejects.toMatchObject({
      code: 'workspace_not_running',
    })
  })

  it('says that the node agent ended when that ends, and starts nothing after', async () => {
    const session = await bench.create()
    const pid = await bench.pid(session)
    await bench.end()
    expect(runs(pid)).toBe(false)
    await bench.reopen()
    expect(bench.now(session)).toMatchObject({ status: 'error', error: { details: { interrupted: true } } })
    expect((await bench.host.output({ ...bench.bench.ref(session), lines: 50 })).text).toContain(
      `pid=${pid};`,
    )
  })
})

describe('starting again', () => {
  it('runs a new program in the same session, below what the last one showed', async () => {
    const session = await bench.create()
    const pid = await bench.pid(session)
    await bench.type(session, 'exit 1').catch(() => undefined)
    await bench.until(session, 'error')
    const again = await bench.host.restart(bench.bench.ref(session))
    expect(again).toMatchObject({ id: session.id, status: 'running', error: null })
    expect(again.terminalId).not.toBe(session.terminalId)
    await bench.shows(session, new RegExp(`pid=${pid};[^]*started again[^]*pid=\\d+;`))
    expect(bench.bench.store.terminals.get(session.terminalId!)?.status).toBe('closed')
  })

  it('ends a program that still runs first', async () => {
    const session = await bench.create()
    const pid = await bench.pid(session)
    await bench.host.restart(bench.bench.ref(session))
    expect(runs(pid)).toBe(false)
    expect(bench.now(session).status).toBe('running')
  })
})
