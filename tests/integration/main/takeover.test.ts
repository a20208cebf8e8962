import { existsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadIdentity } from '../../../src/main/nodes/index.ts'
import { readJsonFile, newId, resolveHome } from '../../../src/base/index.ts'
import { ControlPlaneAddress, toFailure } from '../../../src/contracts/index.ts'
import { runServe, type ServeHost } from '../../../src/main/run-serve.ts'
import { Bench } from '../../hosts/agent/index.ts'

let bench: Bench
beforeEach(async () => {
  bench = new Bench()
  await bench.agent.start()
})
afterEach(() => bench.close())

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => toFailure(error),
  )

/** A `serve` in this process: what it prints, and how to end it. */
class Serve {
  readonly out: string[] = []
  readonly err: string[] = []
  end: () => void = () => {}
  readonly code: Promise<number>
  constructor(...argv: string[]) {
    const host: ServeHost = {
      argv,
      // A folder without programs: no browser is there to be opened.
      env: { SWITCHYARD_HOME: bench.folder, PATH: bench.folder },
      bundleFolder: join(bench.folder, 'out', 'main'),
      print: (line) => void this.out.push(line),
      complain: (line) => void this.err.push(line),
      confirm: null,
      onEnd: (callback) => (this.end = callback),
    }
    this.code = runServe(host)
  }
}
const address = () => readJsonFile(bench.home.controlPlaneAddress, ControlPlaneAddress)

describe('one control plane per home', () => {
  it('prints its one-time address and pid first, and takes its address away at the end', async () => {
    const serve = new Serve('--json')
    await expect.poll(() => serve.out.length).toBe(1)
    const { url, pid } = JSON.parse(serve.out[0]!) as { url: string; pid: number }
    expect([pid, address()?.url]).toEqual([process.pid, `${new URL(url).origin}/`])
    expect(statSync(bench.home.controlPlaneAddress).mode & 0o777).toBe(0o600)
    expect(statSync(bench.home.controlPlaneSocket).mode & 0o777).toBe(0o600)
    const status = await bench.client().status()
    expect(status.controlPlane).toMatchObject({ pid, host: 'web', url: `${new URL(url).origin}/` })
    expect((await fetch(url, { redirect: 'manual' })).status).toBe(303)
    serve.end()
    expect(await serve.code).toBe(0)
    expect([existsSync(bench.home.controlPlaneAddress), existsSync(bench.home.controlPlaneSocket)]).toEqual([
      false,
      false,
    ])
  })

  it('refuses a second one in the foreground, naming the first', async () => {
    const first = new Serve('--json')
    await expect.poll(() => first.out.length).toBe(1)
    const second = new Serve()
    expect(await second.code).toBe(1)
    expect(second.err.join()).toContain(`process ${process.pid}`)
    expect(second.err.join()).toContain(address()!.url!)
    first.end()
    await first.code
  })

  it('opens the one that runs with a fresh address for --open', async () => {
    const first = new Serve('--json')
    await expect.poll(() => first.out.length).toBe(1)
    const second = new Serve('--open')
    expect(await second.code).toBe(0)
    const url = /http:\S+/.exec(second.out.join())![0]
    expect(url).not.toBe(JSON.parse(first.out[0]!).url)
    expect((await fetch(url, { redirect: 'manual' })).status).toBe(303)
    first.end()
    await first.code
  })

  it('lets the app take over from one that a command started', async () => {
    const background = new Serve('--on-demand')
    await expect.poll(() => address()?.onDemand).toBe(true)
    const app = new Serve('--json')
    expect(await background.code).toBe(0)
    await expect.poll(() => app.out.length).toBe(1)
    expect(address()).toMatchObject({ onDemand: false })
    app.end()
    expect(await app.code).toBe(0)
  })

  it('ends quietly when a command was slower than another', async () => {
    await bench.start()
    const late = new Serve('--on-demand')
    expect([await late.code, late.err]).toEqual([0, []])
  })

  it('is not confused by the address of one that was killed', async () => {
    await bench.start()
    const stale = JSON.stringify({ ...address(), pid: 999_999_999 })
    await bench.controlPlane!.close()
    writeFileSync(bench.home.controlPlaneAddress, stale)
    await bench.start()
    expect(address()?.pid).toBe(process.pid)
  })

  it('stops when asked over the contract, after answering', async () => {
    const serve = new Serve('--json')
    await expect.poll(() => serve.out.length).toBe(1)
    expect(await bench.client().stop.now({ agent: false })).toMatchObject({ agent: false })
    expect(await serve.code).toBe(0)
  })

  it('frees the home when it cannot start', async () => {
    writeFileSync(bench.home.identity, '{}')
    expect(await failureOf(bench.start())).not.toBeNull()
    writeFileSync(bench.home.identity, '{')
    expect(await failureOf(bench.start())).not.toBeNull()
    expect(existsSync(bench.home.controlPlaneAddress)).toBe(false)
  })

  it('refuses clients of the local socket without the token', async () => {
    await bench.start()
    expect(await failureOf(bench.client('wrong').status())).not.toBeNull()
    expect(await bench.client().status()).toMatchObject({ controlPlane: { pid: process.pid } })
  })

  it('shows wrong usage as such', async () => {
    expect(await new Serve('--port', 'x').code).toBe(2)
    expect(await new Serve('--help').code).toBe(0)
  })
})

it('has one identity per home, however many processes make it at once', async () => {
  const home = resolveHome({ SWITCHYARD_HOME: join(bench.folder, 'other') })
  const all = await Promise.all(Array.from({ length: 10 }, () => loadIdentity(home, newId)))
  expect(new Set(all.map((identity) => JSON.stringify(identity))).size).toBe(1)
  expect(statSync(home.identity).mode & 0o777).toBe(0o600)
})
