import { realpathSync } from 'node:fs'
import { addMcpSecrets } from '../../base/index.ts'
import type {
  AgentConversation,
  AgentConversations,
  AgentProfile,
  SessionId,
  WorkspaceId,
} from '../../contracts/index.ts'
import { acpStream } from './acp-stream.ts'
import { AgentConnection, type AgentHandlers, type ListedConversation } from './agent-connection.ts'
import { agentEnvironment } from './agent-environment.ts'
import { agentError, agentTimedOut, type FailedAgent } from './agent-failures.ts'
import { startAgentProcess } from './agent-process.ts'
import type { SessionHostDeps } from './deps.ts'
import { workingFolder } from '../workspaces/index.ts'
import { readAuthMethods } from './auth-methods.ts'

/** Most conversations that are listed; who has more looks for the newest. */
const mostListed = 200
const maxTitleChars = 200

/** An agent that only lists has no business with the user. */
const deafHandlers: AgentHandlers = {
  update: () => undefined,
  permission: async () => ({ outcome: { outcome: 'cancelled' } }),
  question: async () => ({ action: 'cancel' }),
  questionDone: () => undefined,
  lockFile: () => undefined,
}

export type ListDeps = Pick<
  SessionHostDeps,
  | 'store'
  | 'clock'
  | 'limits'
  | 'log'
  | 'redactor'
  | 'env'
  | 'appVersion'
  | 'workspaceRoot'
  | 'profileCommand'
  | 'newId'
>

/**
 * Earlier conversations of an agent in the folders of a workspace, without those that a session which is not stopped
 * goes on with. Starts the agent for it and ends it. Throws `agent_unavailable`, `agent_failed`, `auth_required`.
 */
export async function listConversations(
  deps: ListDeps,
  { workspaceId, profile }: { workspaceId: WorkspaceId; profile: AgentProfile },
): Promise<AgentConversations> {
  const { store, redactor } = deps
  const root = deps.workspaceRoot(workspaceId)
  const folders = [
    ...new Set([workingFolder(root), root.folder, ...root.repositories.map((one) => one.worktree)]),
  ]
  const listed = await ask(deps, profile, folders)
  const taken = new Set(
    store.sessions
      .listIn(workspaceId)
      .filter(({ entity }) => entity.status !== 'stopped')
      .map(({ acpSessionId }) => acpSessionId),
  )
  const own = new Set(folders.map(realFolder))
  const conversations = (listed ?? [])
    .filter(({ id, cwd }) => !taken.has(id) && own.has(realFolder(cwd)))
    .map(({ id, title, updatedAt }): AgentConversation => ({
      id,
      title: title?.trim() ? redactor.text(title.trim()).slice(0, maxTitleChars) : null,
      updatedAt,
    }))
    .toSorted((a, b) => (b.updatedAt ?? 0) - (a.updatedAt ?? 0))
  return { offered: listed !== null, agentName: profile.name, conversations }
}

/** What a folder is really called; one that is gone keeps its name. */
function realFolder(path: string): string {
  try {
    return realpathSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return path
    throw error
  }
}

/** Starts the agent, lists, and ends it. Null where it cannot list or go on. */
async function ask(
  deps: ListDeps,
  profile: AgentProfile,
  folders: string[],
): Promise<ListedConversation[] | null> {
  const { clock, redactor, env, appVersion, limits, log } = deps
  redactor.addEnvironment(profile.env, profile.secretEnv)
  addMcpSecrets(redactor, profile.mcpServers)
  // No session's: the mark only lets what escapes be found.
  const mark: SessionId = deps.newId('session')
  const commandLine = await deps.profileCommand(profile)
  const process = await startAgentProcess({
    clock,
    redactor,
    profile,
    sessionId: mark,
    commandLine,
    env: agentEnvironment(env, { ...commandLine.env, ...profile.env }, mark),
    cwd: folders[0] ?? '',
  })
  const connection: AgentConnection = new AgentConnection(
    acpStream(process.input, process.output, log, () => connection.close()),
    deafHandlers,
    log,
  )
  let authMethods: FailedAgent['authMethods'] = []
  const failed = (): FailedAgent => ({
    name: profile.name,
    stderr: process.stderrTail(),
    authMethods,
    redact: (text) => redactor.text(text),
  })
  const { promise: late, reject } = Promise.withResolvers<never>()
  const ms = limits().agentStartMs
  const stopClock = clock.after(ms, () => reject(agentTimedOut(failed(), ms)))
  try {
    const listing = (async () => {
      const initialized = await connection.initialize(appVersion)
      authMethods = readAuthMethods(initialized.authMethods)
      return connection.list(initialized, folders, mostListed)
    })()
    listing.catch(() => undefined)
    return await Promise.race([listing, late])
  } catch (error) {
    throw agentError(failed(), 'could not list its conversations', error)
  } finally {
    stopClock()
    await process.kill()
    connection.close()
  }
}
