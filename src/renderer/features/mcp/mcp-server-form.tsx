import { useState } from 'react'
import { McpServer } from '../../../contracts/index.ts'
import { useAct } from '../../app/index.ts'
import { Button, ErrorNote, Field, Input, Segmented, Textarea } from '../../ui/index.ts'
import { SecretValues } from './secret-values.tsx'

const types = [
  { value: 'stdio', label: 'Program' },
  { value: 'http', label: 'HTTP' },
  { value: 'sse', label: 'SSE' },
] as const

/** How one MCP server is started or reached. */
export function McpServerForm({
  server,
  taken,
  onSave,
  onCancel,
}: {
  server: McpServer | null
  taken: readonly string[]
  onSave(server: McpServer): Promise<void>
  onCancel(): void
}) {
  const { busy, failure, run } = useAct()
  const [type, setType] = useState<McpServer['type']>(server?.type ?? 'stdio')
  const [name, setName] = useState(server?.name ?? '')
  const [command, setCommand] = useState(server?.type === 'stdio' ? server.command : '')
  const [args, setArgs] = useState(server?.type === 'stdio' ? server.args.join('\n') : '')
  const [url, setUrl] = useState(server && server.type !== 'stdio' ? server.url : '')
  const [secrets, setSecrets] = useState<Record<string, string>>(
    server === null ? {} : server.type === 'stdio' ? server.env : server.headers,
  )
  const values =
    type === 'stdio'
      ? { type, name, command, args: args.split('\n').filter((line) => line !== ''), env: secrets }
      : { type, name, url: url.trim(), headers: secrets }
  const parsed = McpServer.safeParse(values)
  const [issue] = parsed.error?.issues ?? []
  const wrong = taken.includes(name.trim())
    ? `${name.trim()} is there already`
    : issue
      ? `${issue.path.join(' ')} ${issue.message}`
      : false
  return (
    <form
      aria-label={server ? `Change ${server.name}` : 'Add an MCP server'}
      className="flex flex-col gap-3 p-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (wrong === false && parsed.data) void run(() => onSave(parsed.data))
      }}
    >
      <div>
        <Segmented<McpServer['type']> label="Kind" value={type} options={types} onChange={setType} />
      </div>
      <Field label="Name">
        {(ids) => (
          <Input
            {...ids}
            value={name}
            maxLength={60}
            invalid={taken.includes(name.trim())}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      {type === 'stdio' ? (
        <>
          <Field label="Command">
            {(ids) => (
              <Input
                {...ids}
                mono
                spellCheck={false}
                placeholder="npx"
                value={command}
                onChange={(event) => setCommand(event.target.value)}
              />
            )}
          </Field>
          <Field label="Arguments" hint="One in each line.">
            {(ids) => (
              <Textarea
                {...ids}
                spellCheck={false}
                className="max-h-40 min-h-12 font-mono text-sm"
                value={args}
                onChange={(event) => setArgs(event.target.value)}
              />
            )}
          </Field>
        </>
      ) : (
        <Field label="Address" hint="Agents that cannot reach such servers are not told of it.">
          {(ids) => (
            <Input
              {...ids}
              mono
              spellCheck={false}
              placeholder="https://"
              value={url}
              onChange={(event) => setUrl(event.target.value)}
            />
          )}
        </Field>
      )}
      <SecretValues
        title={type === 'stdio' ? 'Environment' : 'Headers'}
        what={type === 'stdio' ? 'variable' : 'header'}
        values={secrets}
        onChange={setSecrets}
      />
      {failure && <ErrorNote error={failure} />}
      <div className="flex justify-end gap-2">
        <Button size="sm" kind="ghost" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" size="sm" kind="primary" loading={busy} disabled={wrong}>
          {server ? 'Save' : 'Add'}
        </Button>
      </div>
    </form>
  )
}
