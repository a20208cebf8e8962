import type { GitActKind, Workspace, WorkspaceRepository } from '../../contracts/index.ts'
import { processStartedAt } from '../sessions/index.ts'
import type { Act, RemotesDeps } from './act.ts'
import { readProgress } from './progress.ts'
import { quietSsh, readRemoteSettings } from './remote-settings.ts'
import type { RunningActs } from './running-acts.ts'

interface Part {
  workspace: Workspace
  repository: WorkspaceRepository
  kind: GitActKind
  signal: AbortSignal
}

/** What runs git for an act: everybody sees how far it is, it can be cancelled, and a crash leaves word of it. */
export function longRunner(
  { gitAt, runLong, limits, records, sshCommand }: RemotesDeps,
  running: RunningActs,
  { workspace, repository, kind, signal }: Part,
): Act['long'] {
  const { repositoryId, name, worktree } = repository
  const tell = (phase: string, percent: number | null): void =>
    running.tell(workspace.id, { kind, repository: name, phase, percent })
  const remember = async (pid: number): Promise<void> => {
    const startedAt = await processStartedAt(pid)
    const record = records.get(workspace.id, repositoryId)
    if (record) records.put(workspace.id, repositoryId, { ...record, process: { pid, startedAt } })
  }
  return async (args, hooks) => {
    tell(startOf(args), null)
    const { sshCommand: configured } = await readRemoteSettings(gitAt(worktree))
    let recorded = Promise.resolve()
    const result = await runLong(worktree, args, {
      silentMs: hooks ? limits().gitHookSilentMs : limits().remoteSilentMs,
      signal,
      ssh: quietSsh(configured ?? sshCommand),
      onStart(pid) {
        recorded = remember(pid)
      },
      onOutput(text) {
        const progress = readProgress(text)
        if (progress) tell(progress.phase, progress.percent)
      },
    })
    await recorded
    return result
  }
}

const startOf = (args: readonly string[]): string =>
  ({ fetch: 'Asking the remote', push: 'Connecting', rebase: 'Rebasing', merge: 'Merging' })[args[0] ?? ''] ??
  'Working'
