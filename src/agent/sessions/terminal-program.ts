import { existsSync } from 'node:fs'
import { Failure, promptPlaceholder, type AgentProfile, type SessionId } from '../../contracts/index.ts'
import type { RunningProgram, RunProgram } from '../terminals/index.ts'
import { agentEnvironment } from './agent-environment.ts'
import type { TerminalSessionDeps } from './deps.ts'
import { assertWorkingFolder, workingFolder } from '../workspaces/index.ts'
import type { SessionRecords } from './session-records.ts'

/** Longest single argument the systems take, in bytes (Linux: MAX_ARG_STRLEN), with some room. */
const longestArgument = 120_000

/** The arguments that say `prompt`; null when the profile has none, or the prompt is too long for them. */
export function promptArguments({ promptArgs }: AgentProfile, prompt: string): string[] | null {
  if (promptArgs.length === 0) return null
  // An argument ends at the first NUL.
  const text = prompt.replaceAll('\0', '')
  const filled = promptArgs.map((arg) => arg.replaceAll(promptPlaceholder, () => text))
  return filled.some((arg) => Buffer.byteLength(arg) > longestArgument) ? null : filled
}

/**
 * Runs the program of a session in a terminal. Throws `agent_unavailable`, `agent_failed`,
 * `runtime_unavailable`.
 */
export async function startProgram(
  deps: TerminalSessionDeps,
  records: SessionRecords,
  id: SessionId,
  extra: readonly string[],
  where: Pick<RunProgram, 'id' | 'after' | 'watch'>,
): Promise<RunningProgram> {
  const { profile, entity } = records.row(id)
  deps.redactor.addEnvironment(profile.env, profile.secretEnv)
  await deps.requireProgram(profile)
  const own = await deps.profileCommand(profile)
  const root = deps.workspaceRoot(entity.workspaceId)
  assertWorkingFolder(root)
  const cwd = workingFolder(root)
  if (!existsSync(cwd))
    throw new Failure('agent_failed', `${profile.name} could not be started: the folder ${cwd} is gone`)
  return deps.terminals.run({
    workspaceId: entity.workspaceId,
    sessionId: id,
    title: profile.name,
    command: own.command,
    args: [...own.args, ...extra],
    cwd,
    env: environment(deps, profile, own.env, entity.workspaceId, id),
    redact: (text) => deps.redactor.text(text),
    ...where,
  })
}

/** As for any agent, plus what the terminal can do. */
const environment = (
  deps: TerminalSessionDeps,
  profile: AgentProfile,
  own: Readonly<Record<string, string>>,
  workspaceId: string,
  id: SessionId,
): Record<string, string> =>
  agentEnvironment(
    { LANG: 'C.UTF-8', ...deps.env },
    {
      TERM: 'xterm-256color',
      COLORTERM: 'truecolor',
      TERM_PROGRAM: 'switchyard',
      SWITCHYARD_WORKSPACE: workspaceId,
      ...own,
      ...profile.env,
    },
    id,
  )
