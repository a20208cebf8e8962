import type { SessionId, WorkspaceId } from '../../contracts/index.ts'
import type { SessionHost as Host } from '../hosts.ts'
import type { AgentStore } from '../store/index.ts'
import type { SessionHost } from './session-host.ts'
import type { TerminalSessionHost } from './terminal-session-host.ts'

interface Hosts {
  store: AgentStore
  /** Agents that speak ACP. */
  acp: SessionHost
  /** Programs in terminals. */
  terminal: TerminalSessionHost
}

type Input<Name extends keyof Host> = Host[Name] extends (input: infer Given) => unknown ? Given : never

/** All sessions of this node, whatever their agents speak: each call goes to the host that has the session. */
export class AllSessions implements Host {
  readonly queue: Host['queue']
  readonly turns: Host['turns']
  readonly agents: Host['agents']
  readonly #hosts: Hosts

  constructor(hosts: Hosts) {
    this.#hosts = hosts
    this.queue = hosts.acp.queue
    this.turns = hosts.acp.turns
    this.agents = hosts.acp.agents
  }

  createSession(input: Input<'createSession'>) {
    const { store, acp, terminal } = this.#hosts
    const existing = store.sessions.get(input.id)
    const inTerminal = existing ? existing.entity.terminalId !== null : input.profile.kind === 'terminal'
    return inTerminal ? terminal.createSession(input) : acp.createSession(input)
  }

  prompt(input: Input<'prompt'>) {
    return this.#of(input).prompt(input)
  }

  cancel(input: Input<'cancel'>) {
    return this.#hosts.acp.cancel(input)
  }

  stop(input: Input<'stop'>) {
    return this.#of(input).stop(input)
  }

  restart(input: Input<'restart'>) {
    return this.#inTerminal(input)
      ? this.#hosts.terminal.restart(input)
      : this.#hosts.acp.agents.restart(input)
  }

  markSeen(input: Input<'markSeen'>) {
    return this.#hosts.terminal.markSeen(input)
  }

  output(input: Input<'output'>) {
    return this.#hosts.terminal.output(input)
  }

  setConfig(input: Input<'setConfig'>) {
    return this.#hosts.acp.setConfig(input)
  }

  rename(input: Input<'rename'>) {
    return this.#hosts.acp.rename(input)
  }

  goOn(input: Input<'goOn'>) {
    return this.#hosts.acp.goOn(input)
  }

  answerApproval(input: Input<'answerApproval'>) {
    return this.#hosts.acp.answerApproval(input)
  }

  async stopAllIn(workspaceId: WorkspaceId): Promise<void> {
    await Promise.all([this.#hosts.acp.stopAllIn(workspaceId), this.#hosts.terminal.stopAllIn(workspaceId)])
  }

  async reconcile(): Promise<void> {
    await Promise.all([this.#hosts.acp.reconcile(), this.#hosts.terminal.reconcile()])
  }

  counts(): { sessions: number; runningTurns: number } {
    const acp = this.#hosts.acp.counts()
    return { ...acp, sessions: acp.sessions + this.#hosts.terminal.counts().sessions }
  }

  async close(): Promise<void> {
    await Promise.all([this.#hosts.acp.close(), this.#hosts.terminal.close()])
  }

  #of(ref: { sessionId: SessionId }): SessionHost | TerminalSessionHost {
    return this.#inTerminal(ref) ? this.#hosts.terminal : this.#hosts.acp
  }

  /** An unknown one is ACP's to refuse. */
  #inTerminal({ sessionId }: { sessionId: SessionId }): boolean {
    const terminalId = this.#hosts.store.sessions.get(sessionId)?.entity.terminalId ?? null
    return terminalId !== null
  }
}
