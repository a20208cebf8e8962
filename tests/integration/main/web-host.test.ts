import { once } from 'node:events'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { encodeFrame, frameKinds } from '../../../src/contracts/index.ts'
import { rememberPort, startWebHost, webMemory, type WebHost } from '../../../src/main/hosts/web/index.ts'
import { Bench } from '../../hosts/agent/index.ts'

let bench: Bench
let web: WebHost
let port: number

beforeEach(async () => {
  bench = new Bench()
  await bench.agent.start()
  const { rpc, streams, log, scope } = await bench.start()
  const files = join(bench.folder, 'renderer')
  mkdirSync(join(files, 'assets'), { recursive: true })
  writeFileSync(join(files, 'index.html'), '<title>app</title>')
  writeFileSync(join(files, 'assets', 'index-abc.js'), 'x()')
  writeFileSync(join(bench.folder, 'secret.txt'), 'secret')
  symlinkSync(join(bench.folder, 'secret.txt'), join(files, 'link.txt'))
  web = await startWebHost({ port: 0, files, cookie: webMemory(bench.home).cookie, rpc, streams, log }, scope)
  port = Number(new URL(web.url).port)
})
afterEach(() => bench.close())

interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

/** A request with exactly these headers and this path: no client cleans them up. */
async function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  const asked = request({
    host: '127.0.0.1',
    port,
    path,
    method,
    headers: { host: `127.0.0.1:${port}`, ...headers },
  })
  asked.end()
  const [response] = await once(asked, 'response')
  let body = ''
  for await (const chunk of response) body += chunk
  return { status: response.statusCode, headers: response.headers, body }
}

async function letIn(): Promise<string> {
  const { pathname, search } = new URL(web.openUrl())
  const { status, headers } = await get(pathname + search)
  expect([status, headers['location']]).toEqual([303, '/'])
  const [cookie] = headers['set-cookie'] as string[]
  expect(cookie).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/)
  return cookie!.split(';')[0]!
}

/** `open`, or the status a WebSocket is refused with. */
function dial(path: string, headers: Record<string, string>): Promise<'open' | number> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers })
  return new Promise((resolve, reject) => {
    socket.once('open', () => {
      socket.terminate()
      resolve('open')
    })
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
    socket.once('error', reject)
  })
}

describe('the browser host', () => {
  it('lets a browser in once per address, and then knows it by its cookie', async () => {
    const { pathname, search } = new URL(web.openUrl())
    const first = await get(pathname + search)
    expect(first.status).toBe(303)
    expect(await get(pathname + search)).toMatchObject({ status: 401 })
    const cookie = (first.headers['set-cookie'] as string[])[0]!.split(';')[0]!
    expect(await get('/', { cookie })).toMatchObject({ status: 200, body: '<title>app</title>' })
    expect(await get(pathname + search, { cookie })).toMatchObject({
      status: 303,
      headers: { location: '/' },
    })
  })

  it('tells a browser without a cookie how to get in, and nothing else', async () => {
    for (const path of ['/', '/assets/index-abc.js', '/?token=wrong']) {
      const answer = await get(path)
      expect(answer).toMatchObject({ status: 401 })
      expect(answer.body).toContain('switchyard serve --open')
      expect(answer.headers['set-cookie']).toBeUndefined()
    }
  })

  it('refuses foreign Hosts and Origins, with or without the cookie', async () => {
    const cookie = await letIn()
    expect(await get('/', { cookie, host: `evil.example:${port}` })).toMatchObject({ status: 403 })
    expect(await get('/', { cookie, origin: 'http://evil.example' })).toMatchObject({ status: 403 })
    const { pathname, search } = new URL(web.openUrl())
    expect(await get(pathname + search, { host: 'evil.example' })).toMatchObject({ status: 403 })
    expect(await get(pathname + search)).toMatchObject({ status: 303 })
  })

  it('opens sockets only to its own pages with the cookie', async () => {
    const cookie = await letIn()
    const origin = `http://127.0.0.1:${port}`
    for (const path of ['/rpc', '/streams']) {
      expect(await dial(path, { cookie, origin })).toBe('open')
      expect(await dial(path, { origin })).toBe(401)
      expect(await dial(path, { cookie })).toBe(403)
      expect(await dial(path, { cookie, origin: 'http://evil.example' })).toBe(403)
      expect(await dial(path, { cookie, origin: 'http://evil.example', host: 'evil.example' })).toBe(403)
    }
    expect(await dial('/nope', { cookie, origin })).toBe(404)
  })

  it('sends no file outside its folder', async () => {
    const cookie = await letIn()
    for (const path of [
      '/../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/assets/..%2f..%2fsecret.txt',
      '/..%5csecret.txt',
      '/link.txt',
      '/assets/%00.js',
      '/%zz.js',
      '/assets.js',
    ]) {
      const answer = await get(path, { cookie })
      expect(answer.status, path).toBe(404)
      expect(answer.body).not.toContain('secret')
    }
  })

  it('keeps hashed files for ever and the page never, under a strict policy', async () => {
    const cookie = await letIn()
    const script = await get('/assets/index-abc.js', { cookie })
    expect(script.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'text/javascript; charset=utf-8',
      'x-content-type-options': 'nosniff',
    })
    const page = await get('/workspaces/x', { cookie })
    expect(page).toMatchObject({
      status: 200,
      headers: { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
    })
    const policy = String(page.headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toMatch(/script-src[^;]*'unsafe-(inline|eval)'/)
  })

  it('only reads', async () => {
    const cookie = await letIn()
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
      expect(await get('/', { cookie }, method)).toMatchObject({ status: 405 })
  })

  it('takes the same cookie after a restart', async () => {
    const cookie = await letIn()
    expect(cookie).toBe(`switchyard_${port}=${webMemory(bench.home).cookie}`)
  })

  it('takes the remembered port, and another only where that is in use', async () => {
    rememberPort(bench.home, port)
    const memory = webMemory(bench.home)
    expect(memory).toEqual({ cookie: webMemory(bench.home).cookie, port })
    const { rpc, streams, log, scope } = bench.controlPlane!
    const options = { port: memory.port ?? 0, files: bench.folder, cookie: memory.cookie, rpc, streams, log }
    const other = await startWebHost({ ...options, orAnother: true }, scope)
    expect(other.port).not.toBe(port)
    await expect(startWebHost(options, scope)).rejects.toThrow('EADDRINUSE')
  })

  it('carries terminals through the agent and back', async () => {
    const client = bench.controlPlane!.client
    await client.project.add({ path: '/repos/demo' })
    const workspace = await client.workspace.create({ project: 'demo', branch: 'b' })
    const { id } = await client.terminal.create({ workspace: workspace.id })
    const cookie = await letIn()
    const socket = new WebSocket(`ws://127.0.0.1:${port}/streams`, {
      headers: { cookie, origin: `http://127.0.0.1:${port}` },
    })
    await once(socket, 'open')
    socket.send(encodeFrame(5, frameKinds.open, Buffer.from(JSON.stringify({ terminalId: id, size: null }))))
    const [opened] = (await once(socket, 'message')) as [Buffer]
    expect([opened.readUInt32BE(0), opened[4]]).toEqual([5, frameKinds.opened])
    socket.terminate()
  })
})
