import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../../src/base/index.ts'
import { decodeFrame, encodeFrame, frameKinds, type TerminalId } from '../../../src/contracts/index.ts'
import type { ControlPlane } from '../../../src/main/control-plane.ts'
import type { StreamPeer } from '../../../src/main/terminals/index.ts'
import { Bench } from '../../hosts/agent/index.ts'

let bench: Bench
let controlPlane: ControlPlane
let terminalId: TerminalId
beforeEach(async () => {
  bench = new Bench()
  await bench.agent.start()
  controlPlane = await bench.start()
  const { client } = controlPlane
  await client.project.add({ path: '/repos/demo' })
  const workspace = await client.workspace.create({ project: 'demo', branch: 'b' })
  terminalId = (await client.terminal.create({ workspace: workspace.id })).id
})
afterEach(() => bench.close())

/** A client whose frames are kept for the test to look at. */
class Peer implements StreamPeer {
  readonly got: { channel: number; kind: number; text: string }[] = []
  closed = false
  buffer = 0
  #frame: (frame: Uint8Array) => void = () => {}
  #close: () => void = () => {}
  constructor() {
    controlPlane.streams.accept(this)
  }
  send(bytes: Uint8Array): void {
    const { channel, kind, payload } = decodeFrame(bytes)!
    this.got.push({ channel, kind, text: Buffer.from(payload).toString('utf8') })
  }
  buffered = (): number => this.buffer
  close(): void {
    if (this.closed) return
    this.closed = true
    this.#close()
  }
  onFrame(listener: (frame: Uint8Array) => void): void {
    this.#frame = listener
  }
  onClose(listener: () => void): void {
    this.#close = listener
  }
  say(channel: number, kind: Parameters<typeof encodeFrame>[1], text: string): void {
    this.#frame(encodeFrame(channel, kind, Buffer.from(text)))
  }
  raw(bytes: Uint8Array): void {
    this.#frame(bytes)
  }
  open(channel: number, id = terminalId): void {
    this.say(channel, frameKinds.open, JSON.stringify({ terminalId: id, size: null }))
  }
}

describe('the byte-stream relay', () => {
  it('keeps the channels of two clients apart on one connection to the agent', async () => {
    const [one, two] = [new Peer(), new Peer()]
    one.open(1)
    two.open(1)
    await expect.poll(() => [one.got.length, two.got.length]).toEqual([1, 1])
    one.say(1, frameKinds.data, 'from one')
    two.say(1, frameKinds.data, 'from two')
    await expect.poll(() => one.got.at(-1)).toEqual({ channel: 1, kind: frameKinds.data, text: 'from one' })
    await expect.poll(() => two.got.at(-1)).toEqual({ channel: 1, kind: frameKinds.data, text: 'from two' })
    expect(bench.agent.streamSockets).toHaveLength(1)
    expect(new Set(bench.agent.frames.map(({ channel }) => channel)).size).toBe(2)
  })

  it('sends what was typed before the connection stood, in order', async () => {
    const peer = new Peer()
    peer.open(1)
    peer.say(1, frameKinds.data, 'a')
    peer.say(1, frameKinds.data, 'b')
    await expect.poll(() => peer.got.map(({ text }) => text).slice(1)).toEqual(['a', 'b'])
  })

  it('uses one connection also for what comes while it is being made', async () => {
    const peers = [new Peer(), new Peer(), new Peer()]
    for (const [index, peer] of peers.entries()) {
      // Each opens a turn of the event loop later, somewhere in the handshake of the first.
      for (let turn = 0; turn < index * 3; turn++) await new Promise((resolve) => setImmediate(resolve))
      peer.open(1)
    }
    await expect.poll(() => peers.every((peer) => peer.got.length === 1)).toBe(true)
    expect(bench.agent.streamSockets).toHaveLength(1)
  })

  it('tells the agent when a client has gone', async () => {
    const peer = new Peer()
    peer.open(7)
    await expect.poll(() => peer.got.length).toBe(1)
    peer.close()
    await expect.poll(() => bench.agent.frames.at(-1)?.kind).toBe(frameKinds.close)
  })

  it('ends channels with node_unreachable when the agent goes, and opens new ones when it is back', async () => {
    const peer = new Peer()
    peer.open(1)
    await expect.poll(() => peer.got.length).toBe(1)
    bench.agent.drop()
    await expect.poll(() => peer.got.at(-1)?.kind).toBe(frameKinds.error)
    expect(JSON.parse(peer.got.at(-1)!.text)).toMatchObject({ code: 'node_unreachable' })
    peer.open(1)
    await expect.poll(() => peer.got.at(-1)?.kind).toBe(frameKinds.opened)
    expect(peer.closed).toBe(false)
  })

  it.each([
    [
      'an unknown terminal',
      () => JSON.stringify({ terminalId: newId('terminal'), size: null }),
      'terminal_not_found',
    ],
    ['no JSON', () => '{', 'invalid_input'],
    ['a hostile id', () => JSON.stringify({ terminalId: '../../x', size: null }), 'invalid_input'],
  ])('answers an open frame with %s by an error', (_name, payload, code) => {
    const peer = new Peer()
    peer.say(3, frameKinds.open, payload())
    expect(peer.got).toMatchObject([{ channel: 3, kind: frameKinds.error }])
    expect(JSON.parse(peer.got[0]!.text)).toMatchObject({ code })
    expect(bench.agent.frames).toEqual([])
  })

  it('refuses a channel that is open already', () => {
    const peer = new Peer()
    peer.open(1)
    peer.open(1)
    expect(peer.got).toMatchObject([{ channel: 1, kind: frameKinds.error }])
  })

  it('closes a client that sends no frames', () => {
    const peer = new Peer()
    peer.raw(new Uint8Array([1, 2]))
    expect(peer.closed).toBe(true)
  })

  it('cuts off a client that does not read', async () => {
    const peer = new Peer()
    peer.buffer = 64 * 1024 * 1024
    peer.open(1)
    await expect.poll(() => peer.closed).toBe(true)
  })
})
