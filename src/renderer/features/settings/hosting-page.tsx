import { Plus } from 'lucide-react'
import { useState } from 'react'
import { wellKnownHosts, type ForgeKind, type HostingAccount } from '../../../contracts/index.ts'
import { Button, Input, Select } from '../../ui/index.ts'
import { HostAccount } from './host-account.tsx'
import { kindOptions } from './host-kinds.ts'
import { Page } from './page.tsx'
import { useHostingAccounts } from './use-hosting-accounts.ts'

const hostForm = /^[a-z0-9]([a-z0-9._-]*[a-z0-9])?(:\d{1,5})?$/i

/** Where pull requests are: hosts, what kind each is, and the tokens. */
export function HostingPage() {
  const { accounts, add, change, remove, saved } = useHostingAccounts()
  const known = wellKnownHosts.filter(({ host }) => !accounts.some((account) => account.host === host))
  return (
    <Page
      title="Hosting"
      about="Pull requests on GitHub, GitLab and Gitea. Which host a repository belongs to is read from its remote. Tokens are kept encrypted and go to their host only."
    >
      <ul aria-label="Hosts" className="rounded-lg border border-line bg-panel">
        {accounts.map((account) => (
          <HostAccount
            key={account.host}
            account={account}
            onChange={change}
            saved={saved}
            onRemove={() => remove(account.host)}
          />
        ))}
        {known.map(({ host, kind }) => (
          <HostAccount
            key={host}
            account={{ host, kind, apiUrl: null, token: '' }}
            onChange={change}
            saved={saved}
          />
        ))}
      </ul>
      <NewHost taken={accounts.map(({ host }) => host)} onAdd={add} />
    </Page>
  )
}

function NewHost({ taken, onAdd }: { taken: readonly string[]; onAdd(account: HostingAccount): void }) {
  const [host, setHost] = useState('')
  const [kind, setKind] = useState<ForgeKind>('github')
  const name = host.trim().toLowerCase()
  const wrong =
    name === ''
      ? 'Give the host'
      : !hostForm.test(name)
        ? 'A host such as git.example.com, with its port if it has one'
        : taken.includes(name)
          ? `${name} is there already`
          : false
  return (
    <form
      aria-label="Add a host"
      className="flex flex-wrap items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (wrong !== false) return
        onAdd({ host: name, kind, apiUrl: null, token: '' })
        setHost('')
      }}
    >
      <Input
        mono
        aria-label="Host"
        placeholder="git.example.com"
        className="w-60"
        spellCheck={false}
        invalid={name !== '' && wrong !== false}
        value={host}
        onChange={(event) => setHost(event.target.value)}
      />
      <Select label="Kind of host" value={kind} options={kindOptions} onChange={(value) => setKind(value)} />
      <Button type="submit" icon={<Plus className="size-3.5" />} disabled={wrong}>
        Add host
      </Button>
    </form>
  )
}
