import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Readable, Writable } from 'node:stream'
import {
  client,
  methods,
  ndJsonStream,
  PROTOCOL_VERSION,
  type ClientConnection,
  type RequestPermissionRequest,
  type RequestPermissionResponse,
  type SessionUpdate,
} from '@agentclientprotocol/sdk'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const program = resolve(import.meta.dirname, '../../../src/agent/runbook/main.ts')
const fence = '```'
const sh = (command: string) => `${fence}sh\n${command}\n${fence}\n`
const file = (path: string, content: string) => `${fence}file:${path}\n${content}\n${fence}\n`

let cwd: string
let child: ChildProcess
let connection: ClientConnection
let sessionId: string
let updates: SessionUpdate[]
let asked: RequestPermissionRequest[]
let answer: (
  request: RequestPermissionRequest,
) => Promise<RequestPermissionResponse> | RequestPermissionResponse

const choose = (optionId: string): RequestPermissionResponse => ({
  outcome: { outcome: 'selected', optionId },
})
const prompt = (text: string) =>
  connection.agent.request(methods.agent.session.prompt, { sessionId, prompt: [{ type: 'text', text }] })
const said = () =>
  updates
    .flatMap((update) =>
      update.sessionUpdate === 'agent_message_chunk' && update.content.type === 'text'
        ? update.content.text
        : [],
    )
    .join('')

beforeEach(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'switchyard-runbook-'))
  updates = []
  asked = []
  answer = () => choose('once')
  child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] })
  const stream = ndJsonStream(
    Writable.toWeb(child.stdin!) as WritableStream<Uint8Array>,
    Readable.toWeb(child.stdout!) as ReadableStream<Uint8Array>,
  )
  connection = client({ name: 'test' })
    .onRequest(methods.client.session.requestPermission, ({ params }) => {
      asked.push(params)
      return answer(params)
    })
    .onNotification(methods.client.session.update, ({ params }) => void updates.push(params.update))
    .connect(stream)
  await connection.agent.request(methods.agent.initialize, {
    protocolVersion: PROTOCOL_VERSION,
    clientCapabilities: {},
  })
  const created = await connection.agent.request(methods.agent.session.new, { cwd, mcpServers: [] })
  sessionId = created.sessionId
})
afterEach(async () => {
  child.stdin!.end()
  if (child.exitCode === null) await once(child, 'exit')
  rmSync(cwd, { recursive: true })
})

describe('Runbook', () => {
  it('runs a command only after it was allowed, and shows what it printed', async () => {
    answer = () => {
      expect(existsSync(join(cwd, 'made'))).toBe(false)
      return choose('once')
    }
    const result = await prompt(sh('touch made && echo out && echo err >&2'))
    expect(result.stopReason).toBe('end_turn')
    expect(existsSync(join(cwd, 'made'))).toBe(true)
    expect(asked).toMatchObject([
      { toolCall: { rawInput: { command: 'touch made && echo out && echo err >&2' } } },
    ])
    const last = updates.findLast((update) => update.sessionUpdate === 'tool_call_update')
    expect(last).toMatchObject({ status: 'completed', rawOutput: { exitCode: 0 } })
    expect(JSON.stringify(last)).toContain('out\\nerr')
  })

  it('asks for each command, unless always was chosen for this very one', async () => {
    await prompt(sh('true') + sh('true'))
    expect(asked).toHaveLength(2)
    answer = () => choose('always')
    await prompt(sh('true') + sh('true'))
    expect(asked).toHaveLength(3)
    await prompt(sh('true && true'))
    expect(asked).toHaveLength(4)
  })

  it('stops at a rejected command', async () => {
    answer = () => choose('reject')
    expect((await prompt(sh('touch a') + file('b', 'x'))).stopReason).toBe('end_turn')
    expect([existsSync(join(cwd, 'a')), existsSync(join(cwd, 'b'))]).toEqual([false, false])
    expect(said()).toContain('was rejected')
  })

  it('stops at a failing command and says which', async () => {
    await prompt(sh('exit 3') + file('b', 'x'))
    expect(said()).toContain('`exit 3` ended with status 3')
    expect(existsSync(join(cwd, 'b'))).toBe(false)
    const plan = updates.findLast((update) => update.sessionUpdate === 'plan')
    expect(plan).toMatchObject({ entries: [{ status: 'pending' }, { status: 'pending' }] })
  })

  it('writes files with their folders, without asking, and shows the difference', async () => {
    writeFileSync(join(cwd, 'a.sh'), 'old\n', { mode: 0o755 })
    await prompt(file('a.sh', 'new') + file('deep/er/b', 'x'))
    expect(readFileSync(join(cwd, 'a.sh'), 'utf8')).toBe('new\n')
    expect(readFileSync(join(cwd, 'deep/er/b'), 'utf8')).toBe('x\n')
    expect(asked).toEqual([])
    expect(JSON.stringify(updates)).toContain('"oldText":"old\\n"')
  })

  it.each([
    ['an absolute path', '/tmp/switchyard-outside'],
    ['a way up', '../outside'],
    ['a hidden way up', 'a/../../outside'],
    ["git's folder", '.git/hooks/pre-commit'],
    ["git's folder in capitals", 'sub/.GIT/config'],
    ['a linked folder', 'linked/x'],
    ['a linked file', 'linkedfile'],
  ])('refuses %s', async (_name, path) => {
    mkdirSync(join(cwd, 'ws'))
    const outside = mkdtempSync(join(tmpdir(), 'switchyard-outside-'))
    symlinkSync(outside, join(cwd, 'linked'))
    symlinkSync(join(outside, 'x'), join(cwd, 'linkedfile'))
    await prompt(file(path, 'x'))
    expect(updates.findLast((update) => update.sessionUpdate === 'tool_call_update')).toMatchObject({
      status: 'failed',
    })
    expect(existsSync(join(outside, 'x'))).toBe(false)
    rmSync(outside, { recursive: true })
  })

  it('ends a running command with everything it started when cancelled', async () => {
    const running = prompt(sh('sleep 1000 & echo $! > pid; sleep 1000'))
    await expect
      .poll(() => existsSync(join(cwd, 'pid')) && readFileSync(join(cwd, 'pid'), 'utf8'))
      .toMatch(/\d\n/)
    await connection.agent.notify(methods.agent.session.cancel, { sessionId })
    expect((await running).stopReason).toBe('cancelled')
    const pid = Number(readFileSync(join(cwd, 'pid'), 'utf8'))
    await expect.poll(() => isAlive(pid)).toBe(false)
  })

  it('ends its turn when a permission request is cancelled', async () => {
    answer = () => ({ outcome: { outcome: 'cancelled' } })
    expect((await prompt(sh('touch a'))).stopReason).toBe('cancelled')
    expect(existsSync(join(cwd, 'a'))).toBe(false)
  })

  it('repeats prose in order and says when there is nothing to do', async () => {
    await prompt('# Title\nSome *prose*.')
    expect(said()).toContain('# Title\nSome *prose*.')
    expect(said()).toContain('nothing to carry out')
    expect(updates).toContainEqual({ sessionUpdate: 'session_info_update', title: 'Title' })
  })

  it('refuses a second turn while one runs', async () => {
    let release = (): void => undefined
    answer = () => new Promise((resolve) => (release = () => resolve(choose('once'))))
    const first = prompt(sh('true'))
    await expect.poll(() => asked.length).toBe(1)
    await expect(prompt('again')).rejects.toMatchObject({ code: -32600 })
    release()
    expect((await first).stopReason).toBe('end_turn')
  })

  it('asks for nothing in the mode that says so, and for files in the strict one', async () => {
    const set = (value: string) =>
      connection.agent.request(methods.agent.session.setConfigOption, { sessionId, configId: 'mode', value })
    await set('auto')
    await prompt(sh('true'))
    expect(asked).toHaveLength(0)
    await set('ask-all')
    await prompt(file('a', 'x'))
    expect(asked).toHaveLength(1)
    await expect(set('yolo')).rejects.toMatchObject({ code: -32602 })
  })

  it('ends by itself, and its commands with it, when its client goes', async () => {
    void prompt(sh('echo $$ > pid; sleep 1000')).catch(() => undefined)
    await expect
      .poll(() => existsSync(join(cwd, 'pid')) && readFileSync(join(cwd, 'pid'), 'utf8'))
      .toMatch(/\d\n/)
    child.stdin!.end()
    await once(child, 'exit')
    await expect.poll(() => isAlive(Number(readFileSync(join(cwd, 'pid'), 'utf8')))).toBe(false)
  })
})

function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}
