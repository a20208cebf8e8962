import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { startWebHost, webMemory, type WebHost } from '../../../src/main/hosts/web/index.ts'
import { Bench } from '../../hosts/agent/index.ts'

const patienceMs = 400
let bench: Bench
let web: WebHost
let port: number
let cookie: string
const sockets: Socket[] = []

beforeEach(async () => {
  bench = new Bench()
  await bench.agent.start()
  const { rpc, streams, log, scope } = await bench.start()
  const files = join(bench.folder, 'renderer')
  mkdirSync(files)
  writeFileSync(join(files, 'index.html'), '<title>app</title>')
  const secret = webMemory(bench.home).cookie
  web = await startWebHost({ port: 0, files, cookie: secret, rpc, streams, log, patienceMs }, scope)
  port = Number(new URL(web.url).port)
  cookie = `switchyard_${port}=${secret}`
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await bench.close()
})

/** A connection that keeps its own side open whatever the server does. */
async function dial(): Promise<{ socket: Socket; said: () => string; cut: Promise<number> }> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  sockets.push(socket)
  await once(socket, 'connect')
  const since = Date.now()
  let said = ''
  socket.setEncoding('utf8').on('data', (text: string) => (said += text))
  socket.on('error', () => undefined)
  // Writing into what the server has destroyed fails: only then it holds nothing any more.
  const cut = new Promise<number>((resolve) => {
    const poke = setInterval(() => {
      if (socket.readableEnded || socket.destroyed) socket.write('\r\n')
      if (!socket.destroyed) return
      clearInterval(poke)
      resolve(Date.now() - since)
    }, 20)
  })
  return { socket, said: () => said, cut }
}

/** Sends a byte now and then, for ever, as slow clients do. */
function dribble(socket: Socket, text: string): void {
  let at = 0
  const timer = setInterval(() => {
    if (socket.destroyed || socket.writableEnded) return clearInterval(timer)
    socket.write(text[at++ % text.length] as string)
  }, 50)
}

const upgrade = (headers: string): string =>
  `GET /rpc HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: http://127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${headers}`

describe('the browser host cuts off', () => {
  it('a client that never says anything', async () => {
    const { cut } = await dial()
    expect(await cut).toBeLessThan(patienceMs * 5)
  })

  it('headers that come drop by drop', async () => {
    const { socket, cut } = await dial()
    socket.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n`)
    dribble(socket, 'X-Slow: yes\r\n')
    expect(await cut).toBeLessThan(patienceMs * 5)
  })

  it('a WebSocket upgrade that comes drop by drop, with the cookie too', async () => {
    const { socket, said, cut } = await dial()
    socket.write(upgrade(`Cookie: ${cookie}\r\n`))
    dribble(socket, 'X-Slow: yes\r\n')
    expect(await cut).toBeLessThan(patienceMs * 5)
    expect(said()).not.toContain('101')
  })

  it('a body that never ends', async () => {
    const { socket, cut } = await dial()
    socket.write(`POST / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 1000000\r\n\r\n`)
    dribble(socket, 'x')
    expect(await cut).toBeLessThan(patienceMs * 5)
  })

  it('a refused upgrade that stays on the line', async () => {
    const { socket, said, cut } = await dial()
    socket.write(upgrade('\r\n'))
    expect(await cut).toBeLessThan(patienceMs * 5)
    expect(said()).toMatch(/^HTTP\/1\.1 401 /)
  })

  it('headers without end', async () => {
    const { socket, said, cut } = await dial()
    socket.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-Long: ${'x'.repeat(64 * 1024)}\r\n\r\n`)
    await cut
    expect(said()).toMatch(/^HTTP\/1\.1 431 /)
  })

  it('a message larger than any request, before it has come in', async () => {
    for (const path of ['/rpc', '/streams']) {
      const client = new WebSocket(`ws://127.0.0.1:${port}${path}`, {
        headers: { cookie, origin: `http://127.0.0.1:${port}` },
      })
      await once(client, 'open')
      const raw = (client as unknown as { _socket: Socket })._socket
      // A masked binary frame that announces 64 MiB.
      const head = Buffer.alloc(14)
      head[0] = 0x82
      head[1] = 0x80 | 127
      head.writeBigUInt64BE(64n * 1024n * 1024n, 2)
      raw.write(head)
      const [code] = (await once(client, 'close')) as [number]
      expect(code, path).toBe(1009)
    }
  })
})

it('others are served while a hundred slow clients hang on', async () => {
  const slow = await Promise.all(Array.from({ length: 100 }, () => dial()))
  for (const { socket } of slow) socket.write('GET / HTTP/1.1\r\n')
  const response = await fetch(web.url, { headers: { cookie } })
  expect(await response.text()).toBe('<title>app</title>')
  await Promise.all(slow.map(({ cut }) => cut))
  expect(sockets.filter(({ destroyed }) => !destroyed)).toEqual([])
})
