import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId, openScopes, Scope } from '../../../src/base/index.ts'
import { TerminalService } from '../../../src/agent/terminals/index.ts'
import { frameKinds } from '../../../src/contracts/index.ts'
import { size, startTerminals } from './harness.ts'

/** False for a process that is gone or only waits to be reaped. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

let host: Awaited<ReturnType<typeof startTerminals>>

beforeEach(async () => {
  host = await startTerminals({ ptyStalledViewerMs: 200, terminalsPerWorkspace: 3 })
})
afterEach(async () => {
  await host.close()
  expect(openScopes()).toEqual([])
})

describe('a terminal', () => {
  it('shows what its program prints and takes what is typed', async () => {
    const terminal = host.create()
    const screen = await host.connect()
    screen.open(terminal.id, size)
    screen.type('echo $((6*7))-answer\n')
    await screen.until(() => screen.text.includes('42-answer'))
    expect(terminal).toMatchObject({ status: 'running', title: 'sh' })
  })

  it('goes on without a viewer and repaints whoever comes later', async () => {
    const terminal = host.create()
    const first = await host.connect()
    first.open(terminal.id)
    first.type('echo first-$((1+1)); sleep 0.2; echo later-$((2+2))\n')
    await first.until(() => first.text.includes('first-2'))
    first.disconnect()
    const second = await host.connect()
    second.open(terminal.id)
    await second.until(() => second.text.includes('later-4'))
    expect(second.snapshots[0]).toContain('first-2')
    expect(second.text.split('later-4').length - 1).toBe(1)
  })

  it('gives every byte of a flood, in order, to a viewer that keeps up', async () => {
    const terminal = host.create()
    const screen = await host.connect()
    screen.open(terminal.id)
    // What the shell itself prints before it runs a line stays on a line of its own.
    screen.type("stty -onlcr; echo; seq 1 200000; echo fin''ished\n")
    await screen.until(() => screen.text.includes('finished'))
    const numbers = [...screen.text.matchAll(/^(\d+)$/gm)].map((match) => Number(match[1]))
    expect(numbers).toEqual(Array.from({ length: 200_000 }, (_, index) => index + 1))
  })

  it('does not let a stalled viewer hold up another, and repaints it when it is back', async () => {
    const terminal = host.create()
    const [stalled, healthy] = [await host.connect(), await host.connect()]
    stalled.crediting = false
    stalled.open(terminal.id)
    healthy.open(terminal.id)
    healthy.type("seq 1 300000; echo fin''ished\n")
    await healthy.until(() => healthy.text.includes('finished'))
    expect(stalled.text).not.toContain('finished')
    const painted = stalled.snapshots.length
    stalled.crediting = true
    stalled.credit()
    await stalled.until(() => stalled.snapshots.length > painted)
    expect(stalled.snapshots.at(-1)).toContain('finished')
  })

  it('keeps bounded memory when nobody credits: the program is held, not its output', async () => {
    const terminal = host.create()
    const screen = await host.connect()
    screen.crediting = false
    screen.open(terminal.id)
    screen.type('yes\n')
    await screen.until(() => screen.bytes >= host.deps.limits.ptyHighWaterBytes)
    // One frame and what one read loop of the event loop brings may follow the mark.
    expect(screen.bytes).toBeLessThan(host.deps.limits.ptyHighWaterBytes + 1024 * 1024)
  })

  it('is resized with its viewer', async () => {
    const terminal = host.create()
    const screen = await host.connect()
    screen.open(terminal.id, size)
    screen.json(frameKinds.resize, { cols: 101, rows: 33 })
    screen.type('stty size\n')
    await screen.until(() => screen.text.includes('33 101'))
  })

  it('tells its exit code and can be read after it ended', async () => {
    const terminal = host.create()
    const screen = await host.connect()
    screen.open(terminal.id)
    screen.type('echo last-$((1+2)); exit 7\n')
    await screen.until(() => screen.exit !== undefined)
    expect(screen.exit).toEqual({ exitCode: 7 })
    expect(host.store.terminals.get(terminal.id)).toMatchObject({ status: 'exited', exitCode: 7 })
    const later = await host.connect()
    later.open(terminal.id)
    await later.until(() => later.exit !== undefined)
    expect(later.snapshots[0]).toContain('last-3')
  })

  it('ends with everything it started when it is closed', async () => {
    const terminal = host.create()
    const screen = await host.connect()
    screen.open(terminal.id)
    screen.type('nohup sleep 1000 & echo pid=$!.\n')
    await screen.until(() => /pid=(\d+)\./.test(screen.text))
    const pid = Number(/pid=(\d+)\./.exec(screen.text)?.[1])
    await host.terminals.close(terminal.id)
    await expect.poll(() => isRunning(pid)).toBe(false)
    expect(host.store.terminals.get(terminal.id)).toMatchObject({ status: 'closed' })
  })

  it('is created once for one id', () => {
    const request = { id: newId('terminal'), workspaceId: host.workspaceId, repositoryId: null, size }
    expect(host.terminals.create(request)).toEqual(host.terminals.create(request))
    expect(host.terminals.counts()).toEqual({ terminals: 1 })
  })

  it('is refused over the limit of the workspace', () => {
    for (let n = 0; n < 3; n++) host.create()
    expect(() => host.create()).toThrow(expect.objectContaining({ code: 'limit_reached' }))
  })

  it('left running by a dead daemon is exited after the next start', () => {
    const terminal = host.create()
    const scope = new Scope('next')
    const next = new TerminalService(host.deps, scope)
    next.reconcile()
    expect(host.store.terminals.get(terminal.id)).toMatchObject({ status: 'exited', exitCode: null })
    return scope.close()
  })
})

describe('the byte-stream socket', () => {
  it('answers an unknown terminal with its error and stays open', async () => {
    const screen = await host.connect()
    screen.open(newId('terminal'))
    await screen.until(() => screen.error !== undefined)
    expect(screen.error).toMatchObject({ code: 'terminal_not_found' })
    const terminal = host.create()
    screen.open(terminal.id)
    await screen.until(() => screen.snapshots.length > 0)
  })

  it.each([
    ['text', 'hello'],
    ['an unknown kind', new Uint8Array([0, 0, 0, 1, 99])],
    ['half a header', new Uint8Array([0, 0])],
  ])('is closed by %s', async (_name, data) => {
    const screen = await host.connect()
    const closed = screen.closed
    screen.sendRaw(data)
    await closed
  })

  it('ends only the channel that sends nonsense', async () => {
    const screen = await host.connect()
    screen.open(host.create().id)
    screen.json(frameKinds.resize, { cols: -1, rows: 'x' })
    await screen.until(() => screen.error !== undefined)
    expect(screen.error).toMatchObject({ code: 'invalid_input' })
  })
})
