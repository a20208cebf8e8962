import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { HostingAccount, HostingTest } from '../../../contracts/index.ts'
import { useAct, useServices } from '../../app/index.ts'
import { Button, ErrorNote, IconButton, Input, Select } from '../../ui/index.ts'
import { kindName, kindOptions } from './host-kinds.ts'

/** One host: its kind, its address, its token, and whether they work. Without `onRemove` it is a well-known one. */
export function HostAccount({
  account,
  onChange,
  saved,
  onRemove,
}: {
  account: HostingAccount
  onChange(host: string, part: Partial<HostingAccount>): void
  /** Resolves once what was changed has been saved. */
  saved(): Promise<void>
  onRemove?: () => void
}) {
  const { client } = useServices()
  const { host, kind, apiUrl, token } = account
  const act = useAct()
  const [found, setFound] = useState<HostingTest | null>(null)
  const test = (): void => {
    setFound(null)
    void act.run(async () => {
      await saved()
      setFound(await client.hosting.test({ host }))
    })
  }
  const change = (part: Partial<HostingAccount>): void => {
    setFound(null)
    act.show(null)
    onChange(host, part)
  }
  return (
    <li className="flex flex-col gap-2 border-b border-line px-3 py-2.5 last:border-b-0">
      <div className="flex items-center gap-2">
        <span className="min-w-0 flex-1 truncate font-mono" title={host}>
          {host}
        </span>
        {onRemove ? (
          <Select
            size="sm"
            label={`Kind of ${host}`}
            value={kind}
            options={kindOptions}
            onChange={(next) => change({ kind: next })}
          />
        ) : (
          <span className="text-sm text-subtle">{kindName(kind)}</span>
        )}
        <Button size="sm" loading={act.busy} onClick={test}>
          Test connection
        </Button>
        {onRemove && <IconButton size="sm" label={`Remove ${host}`} icon={<Trash2 />} onClick={onRemove} />}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Left
          label={`Token for ${host}`}
          value={token}
          secret
          placeholder={kind === 'github' ? 'Token (else that of gh)' : 'Token'}
          onLeave={(next) => change({ token: next })}
        />
        {onRemove && (
          <Left
            label={`Address of the interface of ${host}`}
            value={apiUrl ?? ''}
            placeholder={usualAddress(account)}
            onLeave={(next) => change({ apiUrl: next === '' ? null : next })}
          />
        )}
      </div>
      {found && (
        <p role="status" className="text-sm text-running">
          Signed in as {found.login}, with the token from {found.source === 'gh' ? 'gh' : 'these settings'}
          {found.scopes && found.scopes.length > 0 && `. It may: ${found.scopes.join(', ')}`}
        </p>
      )}
      {act.failure && <ErrorNote error={act.failure} />}
    </li>
  )
}

const usualAddress = ({ kind, host }: HostingAccount): string =>
  `https://${host}/api/${{ github: 'v3', gitlab: 'v4', gitea: 'v1' }[kind]}`

/** A field whose text holds once it is left or Enter pressed. */
function Left({
  label,
  value,
  placeholder,
  secret = false,
  onLeave,
}: {
  label: string
  value: string
  placeholder: string
  secret?: boolean
  onLeave(value: string): void
}) {
  const [text, setText] = useState<string | null>(null)
  const leave = (): void => {
    if (text !== null && text.trim() !== value) onLeave(text.trim())
    setText(null)
  }
  return (
    <Input
      mono
      type={secret ? 'password' : 'text'}
      autoComplete="off"
      spellCheck={false}
      aria-label={label}
      placeholder={placeholder}
      className="w-64"
      value={text ?? value}
      onChange={(event) => setText(event.target.value)}
      onBlur={leave}
      onKeyDown={(event) => event.key === 'Enter' && leave()}
    />
  )
}
