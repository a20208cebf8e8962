/**
 * An ACP agent whose prompt is a JSON list of steps. Written against the wire, not the SDK, so that it can
 * misbehave in ways the SDK would not allow. Options come as one JSON argument.
 */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

interface Options {
  load?: boolean
  /** Takes embedded resources. */
  embed?: boolean
  resume?: boolean
  modes?: { current: string; all: string[] }
  legacyModels?: string[]
  failNew?: { code: number; message: string }
  exitAtStart?: number
  silentStart?: boolean
  ignoreEof?: boolean
}
type Step = [string, ...unknown[]]

const options = JSON.parse(process.argv[2] ?? '{}') as Options
const send = (message: object): void =>
  void process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
/** Answers to calls of the client by `call`, errors included. */
const replies = new Map<number, (reply: { result?: unknown; error?: unknown }) => void>()
let capabilities: unknown
const answers = new Map<number, (result: { outcome: { outcome: string; optionId?: string } }) => void>()
let nextId = 1
let conversations = 0
let cancelled = (): void => undefined
let isCancelled = false
let mode = options.modes?.current
let session = ''
let blocks: unknown[] = []

if (options.exitAtStart !== undefined) {
  process.stderr.write('fatal: no configuration\n')
  process.exit(options.exitAtStart)
}
if (options.ignoreEof) setInterval(() => undefined, 1_000)

const update = (fields: object): void =>
  send({ method: 'session/update', params: { sessionId: session, update: fields } })
const say = (text: string): void =>
  update({ sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } })
const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms))
const drained = (): Promise<void> =>
  process.stdout.writableLength > 1_000_000
    ? new Promise((resolve) => void process.stdout.once('drain', resolve))
    : Promise.resolve()

const configOptions = (): object[] =>
  options.modes
    ? [
        {
          id: 'mode',
          name: 'Mode',
          category: 'mode',
          type: 'select',
          currentValue: mode,
          options: options.modes.all.map((value) => ({ value, name: value })),
        },
      ]
    : []

const setup = (): object => ({
  ...(options.modes ? { configOptions: configOptions() } : {}),
  ...(options.legacyModels
    ? {
        models: {
          currentModelId: options.legacyModels[0],
          availableModels: options.legacyModels.map((modelId) => ({ modelId, name: modelId })),
        },
      }
    : {}),
})

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
  const result = await new Promise<{ outcome: { outcome: string; optionId?: string } }>((resolve) =>
    answers.set(id, resolve),
  )
  return result.outcome.optionId ?? result.outcome.outcome
}

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
      update({ sessionUpdate: 'agent_thought_chunk', content: { type: 'text', text: first } })
      return undefined
    case 'raw':
      update(first as object)
      return undefined
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
      say(JSON.stringify(blocks))
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
      say(JSON.stringify(capabilities))
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
      throw new Error(`unknown step ${name}`)
  }
}

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
      capabilities = params.clientCapabilities
      send({
        id,
        result: {
          protocolVersion: 1,
          agentInfo: { name: 'scripted', version: '9.8.7' },
          agentCapabilities: {
            loadSession: options.load ?? false,
            promptCapabilities: { embeddedContext: options.embed ?? false },
            ...(options.resume ? { sessionCapabilities: { resume: {} } } : {}),
          },
        },
      })
      break
    case 'session/new':
      if (options.failNew) {
        send({ id, error: options.failNew })
        break
      }
      session = `s-${process.pid}-${++conversations}`
      send({ id, result: { sessionId: session, ...setup() } })
      update({
        sessionUpdate: 'available_commands_update',
        availableCommands: [{ name: 'test', description: 'Tests' }],
      })
      break
    case 'session/load':
    case 'session/resume':
      session = params.sessionId
      if (method === 'session/load') say('replayed history')
      send({ id, result: setup() })
      break
    case 'session/set_config_option':
      mode = params.value
      send({ id, result: { configOptions: configOptions() } })
      break
    case 'session/set_model':
      send({ id, result: {} })
      break
    case 'session/cancel':
      isCancelled = true
      cancelled()
      break
    case 'session/prompt':
      blocks = params.prompt
      // `~…~` is base64: what a test wants said without having written it into the prompt.
      void prompt(
        id,
        params.prompt
          .at(-1)
          .text.replace(/~([A-Za-z0-9+/=]+)~/g, (_: string, hidden: string) =>
            Buffer.from(hidden, 'base64').toString(),
          ),
      )
      break
    default:
      send({ id, error: { code: -32_601, message: `no ${method}` } })
  }
})
process.stdin.on('end', () => {
  if (!options.ignoreEof) process.exit(0)
})
