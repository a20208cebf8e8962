import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FileLocks } from '../../../src/agent/file-locks/index.ts'
import { AttachmentFiles, SessionHost } from '../../../src/agent/sessions/index.ts'
import { AgentStore } from '../../../src/agent/store/index.ts'
import { Hub, newId, Redactor, Scope, silentLogger, systemClock } from '../../../src/base/index.ts'
import {
  limitDefaults,
  type AgentProfile,
  type AnsweredApproval,
  type AnswerSource,
  type Approval,
  type Approve,
  type Limits,
  type LiveUpdate,
  type Message,
  type MessageDelta,
  type Prompted,
  type QueuedMessage,
  type PromptContent,
  type Question,
  type Session,
  type SessionId,
  type ToolCall,
  type TranscriptItem,
  type Turn,
  type TurnId,
  type WhenBusy,
  type Workspace,
} from '../../../src/contracts/index.ts'
import { locksOf } from './locks-of.ts'

const agentFile = fileURLToPath(new URL('scripted-agent.ts', import.meta.url))

/** In the profile's environment; must not be found in anything that is written. */
export const plantedSecret = 'planted-secret-value-of-the-profile'

export const agentProfile = (options: object = {}): AgentProfile => ({
  id: 'scripted',
  name: 'Scripted',
  kind: 'acp',
  promptArgs: [],
  command: process.execPath,
  args: [agentFile, JSON.stringify(options)],
  env: { PROFILE_SAYS: 'hello', SCRIPTED_API_KEY: plantedSecret },
  secretEnv: [],
  fileAccess: false,
  versionArgs: null,
  install: 'npm install -g scripted',
  homepage: null,
  mcpServers: [],
})

interface PromptMore {
  turnId?: TurnId
  approve?: Approve
  whenBusy?: WhenBusy
  attachments?: PromptContent['attachments']
}

/** A database and worktree in a temporary folder, on which hosts are opened one after the other. */
export class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), 'switchyard-sessions-'))
  readonly worktree = join(this.folder, 'worktree')
  readonly workspace: Workspace
  host!: SessionHost
  locks!: FileLocks
  store!: AgentStore
  scope!: Scope
  deltas: MessageDelta[] = []
  /** Putting files back takes this long. */
  puttingBack: Promise<void> = Promise.resolve()
  #live = new Hub<LiveUpdate>(10_000_000)
  readonly #limits: Partial<Limits>

  constructor(limits: Partial<Limits> = {}) {
    this.#limits = { agentCancelGraceMs: 500, ...limits }
    mkdirSync(this.worktree)
    const repository = {
      repositoryId: newId('repository'),
      name: 'demo',
      source: this.folder,
      worktree: this.worktree,
      branch: 'b',
      baseBranch: 'main',
      baseCommit: '0',
      enabled: true,
      branchMade: true,
      aside: null,
    }
    this.workspace = {
      id: newId('workspace'),
      projectId: newId('project'),
      nodeId: newId('node'),
      name: 'Demo',
      branch: 'b',
      status: 'running',
      error: null,
      prompt: '',
      folder: this.folder,
      archived: false,
      pinned: false,
      activeRepositoryId: null,
      workingDirectory: '',
      underWay: null,
      repositories: [repository],
      createdAt: 1,
      updatedAt: 1,
      revision: 1,
    }
    this.open()
    this.store.change(({ tell }) => {
      this.store.workspaces.put(this.workspace)
      tell({ type: 'workspace', entity: this.workspace })
    })
  }

  open(file = 'agent.db'): void {
    this.store = new AgentStore(join(this.folder, file), systemClock, newId)
    this.scope = new Scope('test')
    this.#live = new Hub<LiveUpdate>(10_000_000)
    const publish = this.#live.publish.bind(this.#live)
    this.#live.publish = (update) => {
      if (update.type === 'delta') this.deltas.push(update.delta)
      publish(update)
    }
    this.locks = locksOf(this.store, this.scope, (id) => this.host.isWorking(id))
    this.host = new SessionHost({
      fileLocks: this.locks,
      store: this.store,
      clock: systemClock,
      newId,
      limits: () => ({ ...limitDefaults, ...this.#limits }),
      log: silentLogger,
      redactor: new Redactor(),
      scope: this.scope,
      live: this.#live,
      env: { ...process.env, SECRET_OF_DAEMON: 'no' },
      attachments: new AttachmentFiles(join(this.folder, 'attachments'), () => ({
        ...limitDefaults,
        ...this.#limits,
      })),
      appVersion: '0.0.0',
      workspaceRoot: () => this.workspace,
      snapshot: async () => new Map(),
      restore: () => this.puttingBack.then(() => ({ backups: [], files: [] })),
      undo: () => this.puttingBack.then(() => ({ backups: [], files: [] })),
      profileCommand: (profile) => ({ command: profile.command, args: profile.args, env: {} }),
    })
  }

  create(
    options: object = {},
    id: SessionId = newId('session'),
    profile: Partial<AgentProfile> = {},
  ): Promise<Session> {
    return this.host.createSession({
      id,
      workspaceId: this.workspace.id,
      profile: { ...agentProfile(options), ...profile },
      title: null,
    })
  }

  /** Begins a turn; where one runs it is refused. */
  async prompt(session: Session, steps: readonly unknown[][], more: PromptMore = {}): Promise<Turn> {
    const prompted = await this.send(session, steps, { whenBusy: 'refuse', ...more })
    if (prompted.kind !== 'turn') throw new Error('the message was queued')
    return prompted.turn
  }

  send(session: Session, steps: readonly unknown[][], more: PromptMore = {}): Promise<Prompted> {
    return this.host.prompt({
      ...this.ref(session),
      turnId: more.turnId ?? newId('turn'),
      content: { text: JSON.stringify(steps), attachments: more.attachments ?? [] },
      approve: more.approve ?? 'ask',
      whenBusy: more.whenBusy ?? 'queue',
    })
  }

  /** Sends a message that must wait. */
  async enqueue(session: Session, steps: readonly unknown[][]): Promise<QueuedMessage> {
    const prompted = await this.send(session, steps)
    if (prompted.kind !== 'queued') throw new Error('the message was sent at once')
    return prompted.message
  }

  /** Prompts and waits for the turn's end. */
  async run(
    session: Session,
    steps: readonly unknown[][],
    approve: 'ask' | 'once' | 'always' | 'reject' = 'ask',
  ): Promise<Turn> {
    return this.ended(await this.prompt(session, steps, { approve }))
  }

  ref(session: Session) {
    return { workspaceId: this.workspace.id, sessionId: session.id }
  }

  /** Looks after every journal record until `found` gives something. */
  async until<Value>(found: () => Value | null | undefined | false): Promise<Value> {
    const records = this.store.appended.subscribe()
    try {
      while (true) {
        const value = found()
        if (value) return value
        const { done } = await records.next()
        if (done) throw new Error('the journal ended')
      }
    } finally {
      await records.return()
    }
  }

  ended(turn: Turn): Promise<Turn> {
    return this.until(() => {
      const now = this.store.turns.get(turn.id)
      return now && now.status !== 'running' && now
    })
  }

  session(session: Session): Session {
    return this.store.sessions.get(session.id)!.entity
  }

  items(turn: Turn): TranscriptItem[] {
    return this.store.items.ofTurn(turn.id)
  }

  messages(turn: Turn, role: Message['role'] = 'agent'): Message[] {
    return this.items(turn).filter((item): item is Message => item.kind === 'message' && item.role === role)
  }

  /** What the scripted agent got so far, which it says at the step `tell`. */
  told(turn: Turn): { opened: { mcpServers: unknown } | null; prompted: object[] } {
    return JSON.parse(Buffer.from(this.said(turn), 'hex').toString())
  }

  said(turn: Turn): string {
    return this.messages(turn)
      .map(({ content }) => content)
      .join('')
  }

  tools(turn: Turn): ToolCall[] {
    return this.items(turn).filter((item): item is ToolCall => item.kind === 'tool_call')
  }

  approval(turn: Turn): Promise<Approval> {
    return this.until(() => this.items(turn).find((item): item is Approval => item.kind === 'approval'))
  }

  question(turn: Turn): Promise<Question> {
    return this.until(() =>
      this.items(turn).find(
        (item): item is Question => item.kind === 'question' && item.status === 'pending',
      ),
    )
  }

  answer(
    approval: Approval,
    optionId: string,
    from: Exclude<AnswerSource, 'rule' | 'prompt'> = 'window',
  ): Promise<AnsweredApproval> {
    const { id: workspaceId } = this.workspace
    return this.host.answerApproval({ workspaceId, approvalId: approval.id, optionId, from })
  }

  async close(): Promise<void> {
    await this.scope.close()
    this.store.close()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

export const pidsIn = (text: string): number[] =>
  [...text.matchAll(/pid:(\d+);/g)].map(([, pid]) => Number(pid))

/** True while the process runs; a zombie does not. */
export function runs(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return process.platform !== 'linux' || !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))
  } catch {
    return false
  }
}
