import {
  Failure,
  type BranchPolicy,
  type FailureShape,
  type ProjectId,
  type SessionId,
  type WorkspaceId,
} from '../../../contracts/index.ts'
import type { AppServices } from '../../app/index.ts'

export interface Wish {
  projectId: ProjectId
  prompt: string
  branch: string
  branchPolicy: BranchPolicy
  /** Undefined: the repository's default branch. */
  baseBranch: string | undefined
  /** Undefined: the workspace alone, without an agent. */
  agent: string | undefined
  /** The agent runs in a terminal: it begins with the prompt and is not prompted afterwards. */
  inTerminal: boolean
}

export type Step = 'workspace' | 'session' | 'prompt'

export interface Started {
  workspaceId: WorkspaceId
  sessionId: SessionId | null
}

/**
 * Makes the workspace, then a session in it, then sends the prompt. Each request carries a key made from `key`, so
 * that trying again after a failure half way goes on where it stopped. `onStep` tells what is under way.
 */
export async function startWorkspace(
  { client }: Pick<AppServices, 'client'>,
  wish: Wish,
  key: string,
  onStep: (step: Step) => void,
): Promise<Started> {
  onStep('workspace')
  const { projectId, prompt, branch, branchPolicy, baseBranch, agent, inTerminal } = wish
  const workspace = await client.workspace.create({
    project: projectId,
    branch,
    branchPolicy,
    prompt,
    ...(baseBranch === undefined ? {} : { baseBranch }),
    idempotencyKey: `${key}-workspace`,
  })
  if (workspace.status === 'error') throw failedWorkspace(workspace)
  if (agent === undefined) return { workspaceId: workspace.id, sessionId: null }
  onStep('session')
  const session = await client.session.create({
    workspace: workspace.id,
    agent,
    ...(inTerminal ? { prompt } : {}),
    idempotencyKey: `${key}-session`,
  })
  if (inTerminal) return { workspaceId: workspace.id, sessionId: session.id }
  onStep('prompt')
  await client.session.prompt({ sessionId: session.id, text: prompt, idempotencyKey: `${key}-prompt` })
  return { workspaceId: workspace.id, sessionId: session.id }
}

function failedWorkspace({ name, error }: { name: string; error: FailureShape | null }): Failure {
  if (!error) return new Failure('worktree_failed', `${name} could not be made`)
  return new Failure(error.code, error.message, error.hint === undefined ? {} : { hint: error.hint })
}
