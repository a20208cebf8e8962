import { randomUUID } from 'node:crypto'
import type {
  PermissionOption,
  PlanEntry,
  RequestPermissionResponse,
  SessionUpdate,
  StopReason,
  ToolCall,
  ToolCallUpdate,
} from '@agentclientprotocol/sdk'
import { chunksOf } from './chunks.ts'
import type { Mode } from './modes.ts'
import type { Step } from './parse.ts'
import { runCommand } from './run-command.ts'
import { PathRefused, readText, resolveInside, writeText } from './write-file.ts'

/** What a turn needs of the connection and the session. */
export interface TurnContext {
  cwd: string
  mode(): Mode
  signal: AbortSignal
  update(update: SessionUpdate): Promise<void>
  askPermission(toolCall: ToolCallUpdate, options: PermissionOption[]): Promise<RequestPermissionResponse>
  /** Steps the user said "always" to in this session, each exactly as it was asked about. */
  allowed: Set<string>
  chunkDelayMs: number
  chunkWords: number
}

/** Most text of a command's output kept in its card; the rest is cut from the front. */
const outputBytes = 64 * 1024
/** Output is sent at most this often while a command runs. */
const outputEveryMs = 100

const permissionOptions: PermissionOption[] = [
  { optionId: 'once', name: 'Allow once', kind: 'allow_once' },
  { optionId: 'always', name: 'Always allow this', kind: 'allow_always' },
  { optionId: 'reject', name: 'Reject', kind: 'reject_once' },
]

const titleOf = (step: Step): string => {
  if (step.type === 'write') return `Write ${step.path}`
  if (step.type === 'run') return `Run ${step.command.split('\n')[0]}`
  return step.text.split('\n')[0] ?? ''
}

type Outcome = 'done' | 'stopped' | 'cancelled'

/** Carries out the steps of one prompt, in order, up to the first that fails or is rejected. */
export class RunbookTurn {
  readonly #context: TurnContext
  readonly #steps: readonly Step[]
  readonly #plan: PlanEntry[]
  #messageId = randomUUID()

  constructor(context: TurnContext, steps: readonly Step[]) {
    this.#context = context
    this.#steps = steps
    this.#plan = steps
      .filter((step) => step.type !== 'prose')
      .map((step) => ({ content: titleOf(step), priority: 'medium', status: 'pending' }))
  }

  async run(): Promise<StopReason> {
    if (this.#plan.length > 0) await this.#sendPlan()
    let entry = 0
    for (const step of this.#steps) {
      if (this.#context.signal.aborted) return 'cancelled'
      if (step.type === 'prose') {
        await this.#say(`${step.text}\n\n`)
        continue
      }
      await this.#mark(entry, 'in_progress')
      const outcome = await (step.type === 'run' ? this.#runStep(step) : this.#writeStep(step))
      if (outcome === 'cancelled' || this.#context.signal.aborted) return 'cancelled'
      if (outcome === 'stopped') {
        await this.#mark(entry, 'pending')
        return 'end_turn'
      }
      await this.#mark(entry++, 'completed')
    }
    return this.#context.signal.aborted ? 'cancelled' : 'end_turn'
  }

  async #runStep({ command }: Extract<Step, { type: 'run' }>): Promise<Outcome> {
    const { cwd, signal } = this.#context
    const call = await this.#announce({ title: command, kind: 'execute', rawInput: { command } })
    const allowed = this.#context.mode() === 'auto' ? 'done' : await this.#ask(call)
    if (allowed !== 'done') return this.#notDone(call, allowed)
    await this.#updateCall(call, { status: 'in_progress' })
    let output = ''
    let sentAt = 0
    const content = (): Partial<ToolCallUpdate> => ({
      content: [{ type: 'content', content: { type: 'text', text: output } }],
    })
    const result = await runCommand(command, cwd, signal, (text) => {
      output = (output + text).slice(-outputBytes)
      if (performance.now() - sentAt < outputEveryMs) return
      sentAt = performance.now()
      void this.#updateCall(call, content())
    })
    const succeeded = result.exitCode === 0
    const status = succeeded ? 'completed' : 'failed'
    await this.#updateCall(call, { status, ...content(), rawOutput: { ...result } })
    if (signal.aborted) return 'cancelled'
    if (succeeded) return 'done'
    const why =
      result.exitCode === null ? `was ended by ${result.signal}` : `ended with status ${result.exitCode}`
    await this.#say(`\`${command.split('\n')[0]}\` ${why}. The steps after it were not carried out.\n\n`)
    return 'stopped'
  }

  async #writeStep({ path, content }: Extract<Step, { type: 'write' }>): Promise<Outcome> {
    const { cwd } = this.#context
    const call = await this.#announce({ title: `Write ${path}`, kind: 'edit', rawInput: { path } })
    try {
      const target = await resolveInside(cwd, path)
      const diff = { type: 'diff' as const, path: target, oldText: await readText(target), newText: content }
      await this.#updateCall(call, { locations: [{ path: target }], content: [diff] })
      const allowed =
        this.#context.mode() === 'ask-all' ? await this.#ask({ ...call, content: [diff] }) : 'done'
      if (allowed !== 'done') return this.#notDone(call, allowed)
      await writeText(target, content)
      await this.#updateCall(call, { status: 'completed' })
      return 'done'
    } catch (error) {
      const reason = error instanceof PathRefused ? error.message : `${path}: ${(error as Error).message}`
      await this.#updateCall(call, {
        status: 'failed',
        content: [{ type: 'content', content: { type: 'text', text: reason } }],
      })
      await this.#say(`${reason}. The steps after it were not carried out.\n\n`)
      return 'stopped'
    }
  }

  async #ask(call: ToolCall): Promise<Outcome> {
    const step = JSON.stringify([call.kind, call.title])
    if (this.#context.allowed.has(step)) return 'done'
    const { outcome } = await this.#context.askPermission(call, permissionOptions)
    if (outcome.outcome === 'cancelled') return 'cancelled'
    if (outcome.optionId === 'always') this.#context.allowed.add(step)
    return outcome.optionId === 'reject' ? 'stopped' : 'done'
  }

  async #notDone(call: ToolCall, outcome: Outcome): Promise<Outcome> {
    await this.#updateCall(call, { status: 'failed' })
    if (outcome === 'stopped')
      await this.#say(
        `"${call.title.split('\n')[0]}" was rejected. The steps after it were not carried out.\n\n`,
      )
    return outcome
  }

  async #announce(call: Omit<ToolCall, 'toolCallId' | 'status'>): Promise<ToolCall> {
    this.#messageId = randomUUID()
    const announced: ToolCall = { ...call, toolCallId: randomUUID(), status: 'pending' }
    await this.#context.update({ sessionUpdate: 'tool_call', ...announced })
    return announced
  }

  #updateCall({ toolCallId }: ToolCall, fields: Partial<ToolCallUpdate>): Promise<void> {
    return this.#context.update({ sessionUpdate: 'tool_call_update', ...fields, toolCallId })
  }

  async #mark(index: number, status: PlanEntry['status']): Promise<void> {
    const entry = this.#plan[index]
    if (!entry) return
    entry.status = status
    await this.#sendPlan()
  }

  #sendPlan(): Promise<void> {
    return this.#context.update({ sessionUpdate: 'plan', entries: this.#plan.map((entry) => ({ ...entry })) })
  }

  async #say(text: string): Promise<void> {
    const { chunkWords, chunkDelayMs, signal } = this.#context
    for (const chunk of chunksOf(text, chunkWords)) {
      if (signal.aborted) return
      await this.#context.update({
        sessionUpdate: 'agent_message_chunk',
        messageId: this.#messageId,
        content: { type: 'text', text: chunk },
      })
      if (chunkDelayMs > 0) await new Promise((resolve) => setTimeout(resolve, chunkDelayMs))
    }
  }
}
