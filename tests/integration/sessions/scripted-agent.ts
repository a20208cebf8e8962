/**
 * An ACP agent whose prompt is a JSON list of steps. Written against the wire, not the SDK, so that it can
 * misbehave in ways the SDK would not allow. Options come as one JSON argument.
 */
import { spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { carryOutOnFiles } from './scripted-files.ts'
import type { ScriptedOptions } from './scripted-options.ts'
import { capabilitiesOf, configOptionsOf, listedPage, setupOf } from './scripted-setup.ts'

type Step = [string, ...unknown[]]
interface Answer {
  outcome: { outcome: string; optionId?: string }
}

const options = JSON.parse(process.argv[2] ?? '{}') as ScriptedOptions
const send = (message: object): void =>
  void process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
/** Answers to calls of the client by `call`, errors included. */
const replies = new Map<number, (reply: { result?: unknown; error?: unknown }) => void>()
const answers = new Map<number, (result: Answer) => void>()
let [nextId, conversations] = [1, 0]
let cancelled = (): void => undefined
let isCancelled = false
let mode = options.modes?.current
let session = ''
let [opened, prompted]: [unknown, unknown] = [null, null]
let initialized: { clientCapabilities?: unknown } | null = null

if (options.exitAtStart !== undefined) {
  process.stderr.write('fatal: no configuration\n')
  process.exit(options.exitAtStart)
}
if (options.ignoreEof) setInterval(() => undefined, 1_000)

const update = (fields: object): void =>
  send({ method: 'session/update', params: { sessionId: session, update: fields } })
const say = (text: string): void =>
  update({ sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } })
const drained = (): Promise<void> =>
  process.stdout.writableLength > 1_000_000
    ? new Promise((resolve) => void process.stdout.once('drain', resolve))
    : Promise.resolve()

async function ask(toolCall: object, kinds: string[]): Promise<string> {
  const id = nextId++
  send({
    id,
    method: 'session/request_permission',
    params: {
      sessionId: session,
      toolCall,
      options: kinds.map((kind) => ({ optionId: `o-${kind}`, name: kind, kind })),
    },
  })
  const result = await new Promise<Answer>((resolve) => answers.set(id, resolve))
  return result.outcome.optionId ?? result.outcome.outcome
}

async function elicit(params: object): Promise<string> {
  send({ id: nextId, method: 'elicitation/create', params: { sessionId: session, ...params } })
  const id = nextId++
  return JSON.stringify(await new Promise<Answer>((resolve) => answers.set(id, resolve)))
}

const mustSignIn = (): boolean => options.signedInFile !== undefined && !existsSync(options.signedInFile)
const lost = { code: -32_603, message: 'no such conversation' }
const authRequired = { code: -32_000, message: 'Authentication required' }

/** Carries out one step; a string ends the turn with that stop reason. */
async function carryOut([name, ...args]: Step): Promise<string | undefined> {
  const [first, second] = args
  switch (name) {
    case 'say':
      say(String(first))
      return undefined
    case 'stream':
      for (let n = 0; n < Number(first); n++) {
        if (isCancelled) break
        say(`${n} `)
        await (second ? pause(Number(second)) : drained())
      }
      return undefined
    case 'think':
    case 'raw': {
      const thought = { sessionUpdate: 'agent_thought_chunk', content: { type: 'text', text: first } }
      update(name === 'raw' ? (first as object) : thought)
      return undefined
    }
    case 'line':
      process.stdout.write(`${String(first)}\n`)
      return undefined
    case 'later':
      setTimeout(() => process.stdout.write(`${String(first)}\n`), 50)
      return undefined
    case 'garbage':
      for (let n = 0; n < Number(first); n++) {
        process.stdout.write(`\u0000garbage ${n} {"jsonrpc": ${'x'.repeat(200)}\n[1,2]\n"text"\n`)
        await drained()
      }
      return undefined
    case 'repeat':
      for (let n = 0; n < Number(first); n++) {
        update(JSON.parse(JSON.stringify(second).replaceAll('#', String(n))) as object)
        await drained()
      }
      return undefined
    case 'requests':
      for (let n = 0; n < Number(first); n++, await drained())
        send({ id: nextId++, method: second, params: { sessionId: session, ...(args[2] as object) } })
      return undefined
    case 'endless':
      for (let n = 0; n < Number(first); n++) {
        process.stdout.write('y'.repeat(1024 * 1024))
        await drained()
      }
      process.stdout.write('\n')
      return undefined
    case 'ask':
      say(`answer:${await ask(first as object, (second as string[]) ?? ['allow_once', 'reject_once'])}`)
      return undefined
    case 'blocks':
      say(JSON.stringify(prompted))
      return undefined
    case 'elicit':
      say(`answer:${await elicit(first as object)}`)
      return undefined
    case 'notify':
      send({ method: String(first), params: second })
      return undefined
    case 'tell':
      // In hex, because what is secret in it would be taken out of what an agent says.
      say(Buffer.from(JSON.stringify({ opened, prompted, initialized })).toString('hex'))
      return undefined
    case 'flood':
      for (let n = 0; n < Number(first); n++) {
        say('z'.repeat(64 * 1024))
        await drained()
      }
      return undefined
    case 'call': {
      const id = nextId++
      const replied = new Promise<{ result?: unknown; error?: unknown }>((resolve) =>
        replies.set(id, resolve),
      )
      send({ id, method: first, params: { sessionId: session, ...(second as object) } })
      const { result, error } = await replied
      say(`${JSON.stringify(error ?? result)}\n`)
      return undefined
    }
    case 'capabilities':
      say(JSON.stringify(initialized?.clientCapabilities))
      return undefined
    case 'env':
      say(JSON.stringify(process.env))
      return undefined
    case 'cwd':
      say(process.cwd())
      return undefined
    case 'pid':
      say(`pid:${process.pid};`)
      return undefined
    case 'child': {
      // Ignores SIGTERM; with `escape` it also leaves the process group.
      const child = spawn('sh', ['-c', 'trap "" TERM; while :; do sleep 1; done'], {
        stdio: 'ignore',
        detached: first === 'escape',
      })
      say(`pid:${child.pid};`)
      return undefined
    }
    case 'stderr':
      process.stderr.write(String(first))
      return undefined
    case 'crash':
      process.kill(process.pid, 'SIGKILL')
      return new Promise(() => undefined)
    case 'exit':
      process.stdout.write('', () => process.exit(Number(first)))
      return new Promise(() => undefined)
    case 'hang':
      return new Promise(() => undefined)
    case 'untilCancelled':
      await new Promise<void>((resolve) => (cancelled = resolve))
      return 'cancelled'
    case 'stop':
      return String(first)
    case 'error':
      throw Object.assign(new Error(String(first)), { code: Number(second ?? -32_603) })
    default:
      return carryOutOnFiles(name, String(first), String(second), () => isCancelled)
  }
}

/** `~…~` is base64: what a test wants said without having written it into the prompt. */
const revealed = (text: string): string =>
  text.replace(/~([A-Za-z0-9+/=]+)~/g, (_: string, hidden: string) =>
    Buffer.from(hidden, 'base64').toString(),
  )

/** The steps are the last text: what was said before may come ahead of them, attachments after. */
const lastText = (blocks: { type: string; text: string }[]): string =>
  revealed(blocks.findLast(({ type }) => type === 'text')?.text ?? '[]')

async function prompt(id: number, text: string): Promise<void> {
  isCancelled = false
  try {
    for (const step of JSON.parse(text) as Step[]) {
      const stopReason = await carryOut(step)
      if (stopReason || isCancelled) return send({ id, result: { stopReason: stopReason ?? 'cancelled' } })
    }
    send({ id, result: { stopReason: 'end_turn' } })
  } catch (error) {
    const { code = -32_603, message } = error as { code?: number; message: string }
    send({ id, error: { code, message } })
  }
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params, result, error } = JSON.parse(line)
  switch (method) {
    case undefined:
      answers.get(id)?.(result)
      replies.get(id)?.({ result, error })
      break
    case 'initialize':
      if (options.silentStart) break
      initialized = params
      send({
        id,
        result: {
          protocolVersion: 1,
          agentInfo: { name: 'scripted', version: '9.8.7' },
          agentCapabilities: capabilitiesOf(options),
          ...(options.authMethods ? { authMethods: options.authMethods } : {}),
        },
      })
      break
    case 'authenticate':
      if (params.methodId === options.failMethod) {
        send({ id, error: { code: -32_603, message: 'wrong password' } })
        break
      }
      writeFileSync(options.signedInFile ?? '/dev/null', params.methodId)
      send({ id, result: {} })
      break
    case 'session/new':
      if (mustSignIn() || options.failNew) {
        send({ id, error: mustSignIn() ? authRequired : options.failNew })
        break
      }
      session = `s-${process.pid}-${++conversations}`
      opened = params
      send({ id, result: { sessionId: session, ...setupOf(options, mode) } })
      update({
        sessionUpdate: 'available_commands_update',
        availableCommands: [{ name: 'test', description: 'Tests' }],
      })
      break
    case 'session/load':
    case 'session/resume':
      session = params.sessionId
      opened = params
      if (mustSignIn() || params.sessionId === 'lost') {
        send({ id, error: mustSignIn() ? authRequired : lost })
        break
      }
      if (method === 'session/load')
        if (options.history) options.history.forEach(update)
        else say('replayed history')
      send({ id, result: setupOf(options, mode) })
      break
    case 'session/list':
      send({ id, result: listedPage(options, params) })
      break
    case 'session/set_config_option':
      mode = params.value
      send({ id, result: { configOptions: configOptionsOf(options, mode) } })
      break
    case 'session/set_model':
      send({ id, result: {} })
      break
    case 'session/cancel':
      isCancelled = true
      cancelled()
      break
    case 'session/prompt':
      prompted = params.prompt
      if (mustSignIn()) send({ id, error: authRequired })
      else void prompt(id, lastText(params.prompt))
      break
    default:
      send({ id, error: { code: -32_601, message: `no ${method}` } })
  }
})
process.stdin.on('end', () => {
  if (!options.ignoreEof) process.exit(0)
})
