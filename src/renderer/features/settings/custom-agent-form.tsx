import { useState } from 'react'
import {
  builtInProfiles,
  promptPlaceholder,
  type AgentKind,
  type AgentProfile,
} from '../../../contracts/index.ts'
import { navigate, useAct, useEntities, useServices } from '../../app/index.ts'
import { Button, ErrorNote, Field, Input, Textarea } from '../../ui/index.ts'
import { freeProfileId } from './profile-id.ts'

/** Name and command of the user's own agent; without a profile it makes a new one of that kind. */
export function CustomAgentForm({ profile, kind }: { profile: AgentProfile | null; kind: AgentKind }) {
  const { client } = useServices()
  const settings = useEntities((entities) => entities.settings)
  const { busy, failure, run } = useAct()
  const [name, setName] = useState(profile?.name ?? '')
  const [command, setCommand] = useState(profile?.command ?? '')
  const [args, setArgs] = useState(profile?.args.join('\n') ?? '')
  const [promptArgs, setPromptArgs] = useState(profile?.promptArgs.join('\n') ?? '')
  const missing = name.trim() === '' ? 'Give it a name' : command.trim() === '' ? 'Give its command' : false

  const submit = async (): Promise<void> => {
    const values = {
      name: name.trim(),
      command: command.trim(),
      args: linesOf(args),
      promptArgs: linesOf(promptArgs),
    }
    const taken = [...settings.customAgents, ...builtInProfiles].map(({ id }) => id)
    const next: AgentProfile = profile
      ? { ...profile, ...values }
      : {
          id: freeProfileId(values.name, taken),
          kind,
          ...values,
          env: {},
          secretEnv: [],
          fileAccess: false,
          // Asking an unknown program for its version could start anything.
          versionArgs: null,
          install: null,
          homepage: null,
          mcpServers: [],
        }
    const saved = await run(() =>
      client.settings.set({
        customAgents: profile
          ? settings.customAgents.map((other) => (other.id === next.id ? next : other))
          : [...settings.customAgents, next],
      }),
    )
    if (saved && !profile) navigate({ name: 'settings', page: 'agents', item: next.id }, { replace: true })
  }

  return (
    <form
      className="flex max-w-2xl flex-col gap-3.5"
      onSubmit={(event) => {
        event.preventDefault()
        if (missing === false) void submit()
      }}
    >
      {!profile && <h2 className="text-lg font-semibold">{words[kind].title}</h2>}
      <Field label="Name">
        {(ids) => (
          <Input {...ids} value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
      <Field label="Command" hint={words[kind].command}>
        {(ids) => (
          <Input
            {...ids}
            mono
            spellCheck={false}
            value={command}
            placeholder={words[kind].example}
            onChange={(event) => setCommand(event.target.value)}
          />
        )}
      </Field>
      <Field label="Arguments" hint="One in each line.">
        {(ids) => <Lines ids={ids} value={args} onChange={setArgs} />}
      </Field>
      {kind === 'terminal' && (
        <Field
          label="Arguments with a prompt"
          hint={`Added when a session begins with a prompt, which stands instead of ${promptPlaceholder}. Without any the prompt is typed.`}
        >
          {(ids) => <Lines ids={ids} value={promptArgs} onChange={setPromptArgs} />}
        </Field>
      )}
      {failure && <ErrorNote error={failure} />}
      <div className="flex justify-end">
        <Button type="submit" kind="primary" loading={busy} disabled={missing}>
          {profile ? 'Save' : 'Add agent'}
        </Button>
      </div>
    </form>
  )
}

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '')

const words: Record<AgentKind, { title: string; command: string; example: string }> = {
  acp: {
    title: 'Add an agent',
    command: 'Any program that speaks the Agent Client Protocol on stdin and stdout.',
    example: '/usr/local/bin/my-agent',
  },
  terminal: {
    title: 'Add a terminal agent',
    command: 'Any program for the command line. Its sessions are terminals in the workspace.',
    example: 'aider',
  },
}

function Lines({
  ids,
  value,
  onChange,
}: {
  ids: { id: string }
  value: string
  onChange(value: string): void
}) {
  return (
    <Textarea
      {...ids}
      spellCheck={false}
      className="max-h-40 min-h-12 font-mono text-sm"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}
