import { useEffect, useMemo, useRef } from 'react'
import { wellKnownHosts, type HostingAccount } from '../../../contracts/index.ts'
import { useEntities, useSaveSettings } from '../../app/index.ts'

export interface HostingAccounts {
  accounts: readonly HostingAccount[]
  add(account: HostingAccount): void
  change(host: string, part: Partial<HostingAccount>): void
  remove(host: string): void
  /** Resolves once all that was changed has been saved. */
  saved(): Promise<void>
}

/** The hosts of the settings. One change goes on from the one before, also while that is still being saved. */
export function useHostingAccounts(): HostingAccounts {
  const accounts = useEntities((entities) => entities.settings.hosting)
  const save = useSaveSettings()
  const latest = useRef(accounts)
  const saving = useRef<Promise<void> | null>(null)
  useEffect(() => {
    if (saving.current === null) latest.current = accounts
  }, [accounts])
  const acts = useMemo(() => {
    const write = (next: HostingAccount[]): void => {
      latest.current = next
      const before = saving.current
      const inTurn = async (): Promise<void> => {
        await before
        await save({ hosting: next })
        if (saving.current === done) saving.current = null
      }
      const done = inTurn()
      saving.current = done
    }
    const others = (host: string): HostingAccount[] => latest.current.filter((one) => one.host !== host)
    return {
      add: (account: HostingAccount) => write([...others(account.host), account]),
      change(host: string, part: Partial<HostingAccount>) {
        const known = wellKnownHosts.find((one) => one.host === host)
        const account =
          latest.current.find((one) => one.host === host) ?? (known && { ...known, apiUrl: null, token: '' })
        if (account) write([...others(host), { ...account, ...part }])
      },
      remove: (host: string) => write(others(host)),
      saved: () => saving.current ?? Promise.resolve(),
    }
  }, [save])
  return { accounts, ...acts }
}
