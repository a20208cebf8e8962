import { existsSync } from 'node:fs'
import type { WebSocket } from 'ws'
import type { Clock, Logger, Scope } from '../../base/index.ts'
import {
  encodeFrame,
  Failure,
  frameKinds,
  type Limits,
  type RepositoryId,
  type Terminal,
  type TerminalId,
  type TerminalSize,
  type WorkspaceId,
} from '../../contracts/index.ts'
import type { SignInProgram } from '../hosts.ts'
import type { AgentStore } from '../store/index.ts'
import { endedPrelude, plainText } from './ended-screen.ts'
import { freeTitle, openedByUser } from './of-user.ts'
import { encodeJson, LiveTerminal, type LiveTerminalOptions } from './live-terminal.ts'
import { ScreensOnDisk } from './screens-on-disk.ts'
import { nobody, type ProgramOwner, type RunningProgram, type RunProgram } from './session-program.ts'
import { findShell, terminalEnvironment } from './shell.ts'
import { serveStreams, type Attach } from './stream-socket.ts'

/** A screen is saved once its program has been quiet for this long, so that a crash loses little. */
const saveAfterMs = 2_000

export interface TerminalServiceDeps {
  store: AgentStore
  clock: Clock
  limits: Limits
  log: Logger
  env: Readonly<Record<string, string | undefined>>
  /** Folder for the last screens. */
  folder: string
  /** The running workspace's folders; throws workspace_not_found or workspace_not_running. */
  workspaceRoot(id: WorkspaceId): {
    folder: string
    repositories: readonly { repositoryId: RepositoryId; worktree: string }[]
  }
}

/** Until a screen that shows it says otherwise. */
const unseenSize: TerminalSize = { cols: 80, rows: 24 }

/** All terminals of the node. A terminal lives until its program ends, whoever looks at it. */
export class TerminalService {
  readonly #deps: TerminalServiceDeps
  readonly #screens: ScreensOnDisk
  readonly #live = new Map<TerminalId, LiveTerminal>()

  constructor(deps: TerminalServiceDeps, scope: Scope) {
    this.#deps = deps
    this.#screens = new ScreensOnDisk(deps.folder)
    scope.add(() => this.#endAll([...this.#live.values()]))
  }

  /** Terminals a dead daemon left `running` have ended with it. Call once, before serving. */
  reconcile(): void {
    for (const terminal of this.#deps.store.terminals.running()) this.#put({ ...terminal, status: 'exited' })
  }

  counts(): { terminals: number } {
    return { terminals: this.#deps.store.terminals.running().filter(openedByUser).length }
  }

  /** Opens the user's shell, or a program instead of it, in a worktree of the workspace. With the id of an existing terminal returns that. */
  create(request: {
    id: TerminalId
    workspaceId: WorkspaceId
    repositoryId: RepositoryId | null
    size: TerminalSize
    program?: SignInProgram
  }): Terminal {
    const { store, clock, limits, env } = this.#deps
    const existing = store.terminals.get(request.id)
    if (existing) return existing
    const cwd = this.#folderFor(request.workspaceId, request.repositoryId)
    const open = store.terminals
      .listIn(request.workspaceId)
      .filter((terminal) => terminal.status !== 'closed' && openedByUser(terminal))
    if (open.length >= limits.terminalsPerWorkspace)
      throw new Failure('limit_reached', `The workspace has ${open.length} terminals`, {
        hint: 'Close one, or raise the limit in the settings.',
      })
    const { program } = request
    const { shell, args, title } = program
      ? { shell: program.command, args: program.args, title: program.title }
      : findShell(env)
    const now = clock.now()
    const terminal: Terminal = {
      id: request.id,
      workspaceId: request.workspaceId,
      sessionId: null,
      title: freeTitle(title, open),
      shell,
      cwd,
      status: 'running',
      exitCode: null,
      createdAt: now,
      updatedAt: now,
      revision: 0,
    }
    this.#start(terminal, {
      args,
      env: { ...terminalEnvironment(env, terminal.workspaceId), ...program?.env },
      size: request.size,
    })
    return this.#put(terminal)
  }

  /** Runs a session's program in a terminal that lives and ends with it. Throws `runtime_unavailable`. */
  async run(request: RunProgram): Promise<RunningProgram> {
    const { id, workspaceId, sessionId, title, command, args, cwd, env, after, redact, watch } = request
    const now = this.#deps.clock.now()
    const terminal: Terminal = {
      id,
      workspaceId,
      sessionId,
      title,
      shell: command,
      cwd,
      status: 'running',
      exitCode: null,
      createdAt: now,
      updatedAt: now,
      revision: 0,
    }
    const live = this.#start(
      terminal,
      { args, env, size: unseenSize, watch, before: after ? endedPrelude(this.#screens.load(after)) : '' },
      { redact, exit: watch.exit },
    )
    this.#put(terminal)
    if (after) this.#putAway(after)
    return { pid: live.pid, type: (text) => live.type(text), end: () => live.end() }
  }

  /** The last lines of what a terminal shows, or showed, as plain text. */
  text(id: TerminalId, lines: number): Promise<string> {
    const live = this.#live.get(id)
    return live ? live.text(lines) : plainText(this.#screens.load(id), lines, this.#deps.clock)
  }

  /** Ends the terminal's program and puts it away; what it showed is gone. Those of sessions end with these. */
  async close(id: TerminalId): Promise<Terminal> {
    if (!openedByUser(this.#get(id)))
      throw new Failure('invalid_input', `Terminal ${id} belongs to a session`, {
        hint: 'Stop the session instead.',
      })
    await this.#live.get(id)?.end()
    return this.#putAway(id)
  }

  #putAway(id: TerminalId): Terminal {
    const terminal = this.#get(id)
    this.#screens.remove(id)
    return terminal.status === 'closed' ? terminal : this.#put({ ...terminal, status: 'closed' })
  }

  /** Ends those the user opened in a workspace; those of sessions are the sessions' to end. */
  async stopAllIn(workspaceId: WorkspaceId): Promise<void> {
    const opened = this.#deps.store.terminals.listIn(workspaceId).filter(openedByUser)
    await this.#endAll(opened.flatMap(({ id }) => this.#live.get(id) ?? []))
  }

  /** Serves an authorised byte-stream socket. */
  accept(socket: WebSocket): void {
    serveStreams(socket, this.#attach)
  }

  readonly #attach: Attach = (request, channel, send) => {
    const live = this.#live.get(request.terminalId)
    if (!live) {
      this.#showEnded(request.terminalId, channel, send)
      return null
    }
    const viewer = live.attach(channel, send, request.size)
    return {
      write: (bytes) => live.write(bytes),
      resize: (size) => live.resize(size),
      credit: (bytes) => viewer.credit(bytes),
      detach: () => live.detach(viewer),
    }
  }

  #showEnded(id: TerminalId, channel: number, send: (frame: Uint8Array) => void): void {
    const terminal = this.#get(id)
    send(
      encodeFrame(channel, frameKinds.opened, encodeJson({ terminalId: id, size: { cols: 80, rows: 24 } })),
    )
    send(encodeFrame(channel, frameKinds.snapshot, Buffer.from(this.#screens.load(id))))
    send(encodeFrame(channel, frameKinds.exit, encodeJson({ exitCode: terminal.exitCode })))
  }

  #start(
    terminal: Terminal,
    options: Pick<LiveTerminalOptions, 'args' | 'env' | 'size' | 'watch' | 'before'>,
    owner: ProgramOwner = nobody,
  ): LiveTerminal {
    const { clock, limits, log } = this.#deps
    let live: LiveTerminal
    try {
      live = new LiveTerminal({
        id: terminal.id,
        shell: terminal.shell,
        cwd: terminal.cwd,
        ...options,
        limits,
        clock,
        onQuiet: (screen) => this.#screens.save(terminal.id, owner.redact(screen)),
        quietMs: saveAfterMs,
        onExit: (exitCode, screen, tail) => {
          this.#ended(terminal.id, exitCode, owner.redact(screen))
          owner.exit(exitCode, tail)
        },
      })
    } catch (error) {
      log.error({ err: error, terminal: terminal.id }, 'terminal did not start')
      throw new Failure(
        'runtime_unavailable',
        `${terminal.shell} could not be started: ${(error as Error).message}`,
        {
          cause: error,
        },
      )
    }
    this.#live.set(terminal.id, live)
    return live
  }

  #ended(id: TerminalId, exitCode: number | null, screen: string): void {
    this.#live.delete(id)
    this.#screens.save(id, screen)
    this.#put({ ...this.#get(id), status: 'exited', exitCode })
  }

  async #endAll(live: readonly LiveTerminal[]): Promise<void> {
    await Promise.all(live.map((terminal) => terminal.end()))
  }

  #folderFor(workspaceId: WorkspaceId, repositoryId: RepositoryId | null): string {
    const root = this.#deps.workspaceRoot(workspaceId)
    const [first] = root.repositories
    const wanted = repositoryId
      ? root.repositories.find((entry) => entry.repositoryId === repositoryId)
      : first
    if (repositoryId && !wanted)
      throw new Failure('repository_not_found', `The workspace has no repository ${repositoryId}`)
    // Without a choice: the only worktree, or the folder that holds several.
    const folder =
      repositoryId || root.repositories.length === 1 ? (wanted?.worktree ?? root.folder) : root.folder
    if (!existsSync(folder))
      throw new Failure('worktree_failed', `The folder ${folder} is gone`, {
        hint: 'Restart or delete the workspace.',
      })
    return folder
  }

  #get(id: TerminalId): Terminal {
    const terminal = this.#deps.store.terminals.get(id)
    if (!terminal) throw new Failure('terminal_not_found', `There is no terminal ${id}`)
    return terminal
  }

  #put(terminal: Terminal): Terminal {
    const entity = { ...terminal, revision: terminal.revision + 1, updatedAt: this.#deps.clock.now() }
    this.#deps.store.change(({ tell }) => {
      this.#deps.store.terminals.put(entity)
      tell({ type: 'terminal', entity })
    })
    return entity
  }
}
