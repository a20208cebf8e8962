import { MessageSquareOff } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import type { AgentConversations, Workspace } from '../../../contracts/index.ts'
import { useEntities, useLoad, useServices } from '../../app/index.ts'
import { Button, Dialog, EmptyState, ErrorNote, Kbd, Select, Skeleton } from '../../ui/index.ts'
import { ConversationList } from './conversation-list.tsx'
import { agentToAsk, rememberingAgents } from './find.ts'
import { useContinue } from './use-continue.ts'

/** Goes on with an earlier conversation of an agent in a new session. Open when `dialogs` says so. */
export function ContinueConversationDialog() {
  const { dialogs } = useServices()
  const id = useStore(dialogs, ({ dialog }) =>
    dialog?.kind === 'continue-conversation' ? dialog.workspaceId : null,
  )
  const workspace = useEntities((entities) => (id === null ? undefined : entities.workspaces[id]))
  return workspace && <ContinueConversation key={workspace.id} workspace={workspace} />
}

function ContinueConversation({ workspace }: { workspace: Workspace }) {
  const { dialogs } = useServices()
  const everyAgent = useEntities((entities) => entities.agents)
  const wanted = useEntities((entities) => entities.projects[workspace.projectId]?.defaultAgent ?? '')
  const [chosen, setChosen] = useState<string | null>(null)
  const agents = rememberingAgents(everyAgent)
  const agent = agentToAsk(agents, chosen, wanted)
  return (
    <Dialog
      open
      onClose={dialogs.close}
      title="Continue an earlier conversation"
      aside={
        agent && (
          <Select
            label="Agent"
            value={agent.id}
            options={agents.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={setChosen}
          />
        )
      }
      footer={
        <>
          <span className="flex flex-1 flex-wrap items-center gap-x-4 gap-y-1 text-sm text-subtle max-sm:hidden">
            <KeyHint keys="J+K">move</KeyHint>
            <KeyHint keys="Enter">continue</KeyHint>
          </span>
          <Button kind="ghost" onClick={dialogs.close}>
            Cancel
          </Button>
        </>
      }
    >
      {/* One height for all that may be shown, so that nothing jumps. */}
      <div className="flex h-[380px] max-h-[calc(100vh-220px)] flex-col gap-2 px-[18px] py-3">
        {agent ? (
          <OfAgent key={agent.id} agent={agent} workspace={workspace} />
        ) : (
          <EmptyState title="No agent that could remember a conversation is available" />
        )}
      </div>
    </Dialog>
  )
}

const KeyHint = ({ keys, children }: { keys: string; children: string }) => (
  <span className="inline-flex items-center gap-1.5">
    <Kbd keys={keys} />
    {children}
  </span>
)

/** Asks the agent, and shows what it says. */
function OfAgent({ agent, workspace }: { agent: { id: string; name: string }; workspace: Workspace }) {
  const { client } = useServices()
  const [attempt, setAttempt] = useState(0)
  const loaded = useLoad(`${attempt}`, (signal) =>
    client.session.conversations({ workspace: workspace.id, agent: agent.id }, { signal }),
  )
  if (loaded.phase === 'loading') return <Waiting agentName={agent.name} />
  if (loaded.phase === 'failed')
    return <ErrorNote error={loaded.failure} onRetry={() => setAttempt((last) => last + 1)} />
  return <Listed agent={agent} workspace={workspace} listed={loaded.data} />
}

function Listed({
  agent,
  workspace,
  listed: { offered, agentName, conversations },
}: {
  agent: { id: string }
  workspace: Workspace
  listed: AgentConversations
}) {
  const { busy, failure, start } = useContinue(workspace.id)
  const [starting, setStarting] = useState<string | null>(null)
  if (!offered)
    return (
      <EmptyState icon={<MessageSquareOff />} title={`${agentName} offers no list of its conversations`}>
        It cannot list them, or cannot go on with one. Another agent may.
      </EmptyState>
    )
  if (conversations.length === 0)
    return (
      <EmptyState
        icon={<MessageSquareOff />}
        title={`${agentName} remembers no conversation of this workspace's folders`}
      >
        Those that a session of the workspace goes on with are left out.
      </EmptyState>
    )
  return (
    <>
      {failure && <ErrorNote error={failure} />}
      <ConversationList
        agentName={agentName}
        conversations={conversations}
        starting={busy ? starting : null}
        onChoose={(conversation) => {
          setStarting(conversation.id)
          void start(agent.id, conversation)
        }}
      />
    </>
  )
}

const Waiting = ({ agentName }: { agentName: string }) => (
  <div role="status" className="flex flex-col gap-4">
    <p className="py-1 text-muted">Asking {agentName} what it remembers…</p>
    {[60, 45, 70, 50].map((width) => (
      <Skeleton key={width} width={`${width}%`} />
    ))}
  </div>
)
