import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AllSessions, TerminalSessionHost } from '../../../src/agent/sessions/index.ts'
import { TerminalService } from '../../../src/agent/terminals/index.ts'
import { newId, Redactor, silentLogger, systemClock } from '../../../src/base/index.ts'
import {
  Failure,
  limitDefaults,
  type AgentProfile,
  type Attention,
  type Limits,
  type Prompted,
  type Session,
  type SessionId,
  type SessionStatus,
  type TurnId,
} from '../../../src/contracts/index.ts'
import { agentProfile, Bench, plantedSecret } from './harness.ts'

const programFile = fileURLToPath(new URL('scripted-program.ts', import.meta.url))

export const programProfile = (given: Partial<AgentProfile> = {}): AgentProfile => ({
  ...agentProfile(),
  id: 'program',
  name: 'Program',
  kind: 'terminal',
  args: [programFile],
  ...given,
})

/** Hosts of both kinds on real PTYs, with a database and a worktree in a temporary folder. */
export class TerminalBench {
  readonly bench: Bench
  readonly #limits: Partial<Limits>
  readonly redactor = new Redactor()
  host!: AllSessions
  terminals!: TerminalService
  /** Programs that are not there. */
  missing = false

  constructor(limits: Partial<Limits> = {}) {
    this.#limits = { terminalQuietMs: 300, ...limits }
    this.bench = new Bench(this.#limits)
    this.#build()
  }

  /** A new daemon on the same files; the one before must have ended. */
  async reopen(): Promise<void> {
    this.bench.open()
    this.#build()
    this.terminals.reconcile()
    await this.host.reconcile()
  }

  /** Ends the daemon, politely. */
  async end(): Promise<void> {
    await this.bench.scope.close()
    this.bench.store.close()
  }

  #build(): void {
    const { store, scope, folder, workspace } = this.bench
    const limits = { ...limitDefaults, ...this.#limits }
    const env = { ...process.env, SECRET_OF_DAEMON: 'no' }
    const common = {
      store,
      clock: systemClock,
      newId,
      log: silentLogger,
      env,
      workspaceRoot: () => workspace,
    }
    this.terminals = new TerminalService(
      { ...common, limits, folder: join(folder, 'screens') },
      scope.child('terminals'),
    )
    const terminal = new TerminalSessionHost({
      ...common,
      limits: () => limits,
      redactor: this.redactor,
      scope: scope.child('terminal-sessions'),
      terminals: this.terminals,
      profileCommand: ({ command, args }) => ({ command, args, env: {} }),
      requireProgram: async ({ name }) => {
        if (this.missing) throw new Failure('agent_unavailable', `${name} is not available`)
      },
    })
    this.host = new AllSessions({ store, acp: this.bench.host, terminal })
  }

  async create(
    given: Partial<AgentProfile> = {},
    prompt: string | null = null,
    id: SessionId = newId('session'),
  ): Promise<Session> {
    const { workspace } = this.bench
    return this.host.createSession({
      id,
      workspaceId: workspace.id,
      profile: programProfile(given),
      title: null,
      prompt,
    })
  }

  /** Has a line typed; the program does what it says. */
  async type(session: Session, text: string, turnId: TurnId = newId('turn')): Promise<Prompted> {
    return this.host.prompt({
      ...this.bench.ref(session),
      turnId,
      content: { text, attachments: [] },
      approve: 'ask',
      whenBusy: 'queue',
    })
  }

  now(session: Session): Session {
    return this.bench.session(session)
  }

  until(session: Session, status: SessionStatus): Promise<Session> {
    return this.bench.until(() => this.now(session).status === status && this.now(session))
  }

  attention(session: Session): Promise<Attention> {
    return this.bench.until(() => this.now(session).attention)
  }

  /** Looks at the output until it matches. */
  async shows(session: Session, pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const { text } = await this.host.output({ ...this.bench.ref(session), lines: 1000 })
      // A line that is wider than the terminal goes on in the next.
      const match = pattern.exec(text)
      if (match) return match
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }

  async pid(session: Session, name = 'pid'): Promise<number> {
    return Number((await this.shows(session, new RegExp(`${name}=(\\d+);`)))[1])
  }

  async close(): Promise<void> {
    await this.bench.close()
  }
}

export { plantedSecret }
