import { useRef, useState } from 'react'
import type { BranchPolicy, Project, ProjectId } from '../../../contracts/index.ts'
import { toFailure } from '../../../contracts/index.ts'
import { navigate, useAct, useEntities, useServices, type Route } from '../../app/index.ts'
import { Button, Dialog, ErrorNote, Field, Select, Textarea } from '../../ui/index.ts'
import { agentOptions, firstAgent } from './agents.ts'
import { BaseBranch } from './base-branch.tsx'
import { BranchInput } from './branch-input.tsx'
import { NodeCard } from './node-card.tsx'
import { startWorkspace, type Started, type Step, type Wish } from './start.ts'
import { useBranch } from './use-branch.ts'
import { useSubmitKey } from './use-submit-key.ts'

const stepWords: Record<Step, string> = {
  workspace: 'Making the worktree…',
  session: 'Starting the agent…',
  prompt: 'Sending the task…',
}

const workspaceRoute = ({ workspaceId, sessionId }: Started): Route => ({
  name: 'workspace',
  workspaceId,
  tab: sessionId && { kind: 'session', id: sessionId },
})

/** The form of a new workspace. `first` is the project it starts with. */
export function CreateWorkspaceForm({
  projects,
  first,
  onClose,
}: {
  projects: readonly Project[]
  first: ProjectId
  onClose(): void
}) {
  const services = useServices()
  const [projectId, setProjectId] = useState(first)
  const [prompt, setPrompt] = useState('')
  const [base, setBase] = useState<string | undefined>(undefined)
  const [policy, setPolicy] = useState<BranchPolicy>('unique')
  const [pickedAgent, setAgent] = useState<string | null>(null)
  const [step, setStep] = useState<Step>('workspace')
  const { busy, failure, run } = useAct()
  const agents = useEntities((entities) => entities.agents)
  const branch = useBranch(projectId, prompt, policy)
  const task = useRef<HTMLTextAreaElement>(null)
  /** The key of the last try, kept for as long as the wish is the same: trying again never makes a second one. */
  const lastTry = useRef<{ wish: string; key: string } | null>(null)

  const project = projects.find(({ id }) => id === projectId) ?? projects[0]
  const repository = project?.repositories[0]
  const agent = pickedAgent ?? firstAgent(agents, project?.defaultAgent ?? '')

  const create = async (start: boolean): Promise<void> => {
    const wish: Wish = {
      projectId,
      prompt: prompt.trim(),
      branch: branch.value.trim(),
      branchPolicy: policy,
      baseBranch: base,
      agent: start ? agent : undefined,
      inTerminal: agents.some(({ id, kind }) => id === agent && kind === 'terminal'),
    }
    // The agent is no part of it: after "Create only" failed, "Create and start" means the same workspace.
    const same = JSON.stringify({ ...wish, agent: undefined, inTerminal: undefined })
    if (lastTry.current?.wish !== same) lastTry.current = { wish: same, key: services.newKey() }
    const { key } = lastTry.current
    let at: Step = 'workspace'
    await run(async () => {
      try {
        const started = await startWorkspace(services, wish, key, (next) => setStep((at = next)))
        onClose()
        navigate(workspaceRoute(started))
      } catch (error) {
        // A refusal is the answer to this key for good; only a lost answer is asked for again.
        if (at === 'workspace' && toFailure(error).code !== 'node_unreachable') lastTry.current = null
        throw error
      }
    })
  }

  const blocked =
    branch.value.trim() === ''
      ? 'Write what is to be done, or a branch name'
      : branch.state.kind === 'refused'
        ? branch.state.message
        : false
  const noStart = prompt.trim() === '' ? 'Write what is to be done' : blocked
  useSubmitKey(() => {
    if (!busy && noStart === false) void create(true)
  })

  if (!project) return null
  return (
    <Dialog
      open
      onClose={onClose}
      title="New workspace"
      width={680}
      initialFocus={task}
      aside={
        projects.length > 1 ? (
          <Select
            size="sm"
            label="Project"
            value={projectId}
            disabled={busy}
            options={projects.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(id) => {
              setProjectId(id)
              setBase(undefined)
            }}
          />
        ) : (
          <span className="text-muted">{project.name}</span>
        )
      }
      footer={
        <>
          <span className="flex-1 text-sm text-subtle" role="status">
            {busy ? stepWords[step] : 'Your checkout stays as it is.'}
          </span>
          <Button kind="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button disabled={busy || blocked} onClick={() => void create(false)}>
            Create only
          </Button>
          <Button
            kind="primary"
            keys="Mod+Enter"
            loading={busy}
            disabled={noStart}
            onClick={() => void create(true)}
          >
            Create and start
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 px-[18px] py-4">
        <Field label="Task">
          {(ids) => (
            <Textarea
              {...ids}
              ref={task}
              value={prompt}
              placeholder="What is to be done?"
              className="max-h-60 min-h-16"
              onChange={(event) => setPrompt(event.target.value)}
            />
          )}
        </Field>
        {repository && (
          <Field label="Repository">
            {(ids) => (
              <div {...ids} role="group" aria-label="Repository" className="flex h-8 items-center gap-3">
                <span className="truncate font-mono text-sm" title={repository.path}>
                  {repository.name}
                </span>
                <BaseBranch
                  key={repository.id}
                  repository={repository}
                  value={base ?? repository.defaultBranch}
                  onChange={(name) => setBase(name === repository.defaultBranch ? undefined : name)}
                  disabled={busy}
                />
                {branch.state.kind === 'free' && <span className="text-sm text-running">free</span>}
              </div>
            )}
          </Field>
        )}
        <BranchInput branch={branch} policy={policy} onPolicy={setPolicy} />
        {repository && <NodeCard nodeId={repository.nodeId} />}
        <Field label="Agent">
          {() => (
            <span>
              <Select
                label="Agent"
                value={agent}
                options={agentOptions(agents)}
                onChange={setAgent}
                className="max-w-64"
              />
            </span>
          )}
        </Field>
        {failure && <ErrorNote error={failure} />}
      </div>
    </Dialog>
  )
}
