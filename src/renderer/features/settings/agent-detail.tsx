import { useState } from 'react'
import { builtInProfiles, runbookProfileId, toFailure, type AgentInfo } from '../../../contracts/index.ts'
import { navigate, useAct, useEntities, useSaveSettings, useServices } from '../../app/index.ts'
import { Badge, Button, ConfirmDialog, CopyButton, ErrorNote, Field } from '../../ui/index.ts'
import { AgentMcp } from './agent-mcp.tsx'
import { AgentEnvironment } from './agent-environment.tsx'
import { CustomAgentForm } from './custom-agent-form.tsx'
import { freeProfileId } from './profile-id.ts'

/** One agent: whether it can run here, how it is started, and with which variables. */
export function AgentDetail({ agent }: { agent: AgentInfo }) {
  const { client } = useServices()
  const settings = useEntities((entities) => entities.settings)
  const { busy, failure, run } = useAct()
  const profile =
    settings.customAgents.find(({ id }) => id === agent.id) ??
    builtInProfiles.find(({ id }) => id === agent.id)
  return (
    <div className="flex max-w-2xl flex-col gap-3.5">
      <div className="flex items-center gap-2">
        <h2 className="truncate text-lg font-semibold">{agent.name}</h2>
        <Badge tone={agent.available ? 'running' : 'plain'}>{agent.available ? 'ready' : 'not found'}</Badge>
        <span className="flex-1" />
        <Button size="sm" loading={busy} onClick={() => void run(() => client.agent.list({ refresh: true }))}>
          Test
        </Button>
        <Acts agent={agent} />
      </div>
      {failure && <ErrorNote error={failure} />}
      {agent.id === runbookProfileId ? (
        <p className="text-muted">
          Carries out the fenced steps of a prompt, with your approval. Built in: needs no model and no key.
        </p>
      ) : profile && agent.custom ? (
        <CustomAgentForm profile={profile} kind={profile.kind} />
      ) : (
        <Field label="Command" hint="A command that speaks the Agent Client Protocol on stdin and stdout.">
          {(ids) => <CommandLine ids={ids} agent={agent} />}
        </Field>
      )}
      {!agent.available && agent.install && (
        <Field label="Install">
          {(ids) => (
            <div
              {...ids}
              className="flex h-[30px] items-center gap-2 rounded-md border border-line bg-input px-[9px]"
            >
              <code className="flex-1 truncate font-mono text-sm select-text">{agent.install}</code>
              <CopyButton text={agent.install ?? ''} label="Copy the command" />
            </div>
          )}
        </Field>
      )}
      {agent.homepage && (
        <Field label="Homepage">
          {(ids) => (
            <a
              {...ids}
              href={agent.homepage ?? undefined}
              target="_blank"
              rel="noreferrer"
              className="w-fit rounded-sm py-1.5 text-accent hover:underline"
            >
              {agent.homepage}
            </a>
          )}
        </Field>
      )}
      {agent.id !== runbookProfileId && <AgentEnvironment profileId={agent.id} />}
      {agent.id !== runbookProfileId && agent.kind === 'acp' && <AgentMcp profileId={agent.id} />}
    </div>
  )
}

function CommandLine({ ids, agent }: { ids: { id: string }; agent: AgentInfo }) {
  return (
    <div
      {...ids}
      className="flex h-[30px] items-center gap-2 rounded-md border border-line bg-input px-[9px]"
    >
      <code className="flex-1 truncate font-mono text-sm select-text" title={agent.path ?? undefined}>
        {agent.command}
      </code>
      <span className="text-sm text-subtle">
        {agent.available ? ['found', agent.version].filter(Boolean).join(', ') : 'not found'}
      </span>
    </div>
  )
}

/** Makes a copy of any agent but the built-in one, and deletes the user's own. */
function Acts({ agent }: { agent: AgentInfo }) {
  const { client, toasts } = useServices()
  const settings = useEntities((entities) => entities.settings)
  const save = useSaveSettings()
  const [asking, setAsking] = useState(false)
  const profile = [...settings.customAgents, ...builtInProfiles].find(({ id }) => id === agent.id)
  const duplicate = async (): Promise<void> => {
    if (!profile) return
    const taken = [...settings.customAgents, ...builtInProfiles].map(({ id }) => id)
    const name = `${profile.name} copy`
    const id = freeProfileId(name, taken)
    const copied = await save({
      customAgents: [...settings.customAgents, { ...profile, id, name }],
      agentEnv: { ...settings.agentEnv, [id]: settings.agentEnv[agent.id] ?? {} },
      agentMcp: { ...settings.agentMcp, [id]: settings.agentMcp[agent.id] ?? [] },
    })
    if (copied) navigate({ name: 'settings', page: 'agents', item: id })
  }
  const remove = async (): Promise<void> => {
    const { [agent.id]: _variables, ...agentEnv } = settings.agentEnv
    const { [agent.id]: _servers, ...agentMcp } = settings.agentMcp
    await client.settings.set({
      customAgents: settings.customAgents.filter(({ id }) => id !== agent.id),
      agentEnv,
      agentMcp,
      ...(settings.defaultAgent === agent.id ? { defaultAgent: runbookProfileId } : {}),
    })
    toasts.show({ title: `Deleted ${agent.name}` })
    navigate({ name: 'settings', page: 'agents', item: null }, { replace: true })
  }
  return (
    <>
      {agent.id !== runbookProfileId && (
        <Button size="sm" kind="ghost" onClick={() => void duplicate()}>
          Duplicate
        </Button>
      )}
      {agent.custom && (
        <Button size="sm" kind="danger" onClick={() => setAsking(true)}>
          Delete
        </Button>
      )}
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={`Delete ${agent.name}`}
        act="Delete agent"
        toError={toFailure}
        onConfirm={remove}
      >
        <p>
          Its command and its variables are forgotten. Sessions that run with it go on until they are stopped.
        </p>
      </ConfirmDialog>
    </>
  )
}
