import { Failure, wellKnownHosts, type ForgeKind, type HostingAccount } from '../../contracts/index.ts'
import { usualApiUrl } from './open-forge.ts'
import { parseRemoteUrl, type RemotePlace } from './remote-url.ts'

/** A repository on a host we know how to speak to. */
export interface Located {
  account: HostingAccount
  /** `owner/name` as the host's interface wants it. */
  slug: string
}

/** The account for a host of a remote or of a setting, the user's own before the well-known ones. */
export function accountOf(
  accounts: readonly HostingAccount[],
  hosts: readonly string[],
): HostingAccount | null {
  for (const host of hosts) {
    const own = accounts.find((account) => account.host === host)
    if (own) return own
  }
  for (const host of hosts) {
    const known = wellKnownHosts.find((entry) => entry.host === host)
    if (known) return { ...known, apiUrl: null, token: '' }
  }
  return null
}

/** Where a remote's address leads. Throws `remote_not_configured` for a local one, `hosting_not_configured`. */
export function locate(accounts: readonly HostingAccount[], url: string, remote: string): Located {
  const place = parseRemoteUrl(url)
  if (!place)
    throw new Failure('remote_not_configured', `The remote "${remote}" leads to no host with pull requests`, {
      hint: 'Add a remote on GitHub, GitLab or Gitea: git remote add origin <address>',
    })
  const account = accountOf(accounts, hostsOf(place))
  if (!account)
    throw new Failure('hosting_not_configured', `What kind of host ${place.host} is has not been said`, {
      hint: `Add ${place.hostWithPort ?? place.host} in Settings, Hosting, as GitHub, GitLab or Gitea.`,
      details: { host: place.hostWithPort ?? place.host },
    })
  return { account, slug: slugOf(account.kind, apiUrlOf(account), place.path) }
}

const hostsOf = ({ host, hostWithPort }: RemotePlace): string[] =>
  hostWithPort === null ? [host] : [hostWithPort, host]

export const apiUrlOf = ({ kind, host, apiUrl }: HostingAccount): string =>
  (apiUrl ?? usualApiUrl(kind, host)).replace(/\/+$/, '')

/** Whether an address of a web page names this repository; a host may have another name there than in remotes. */
export function isPageOf({ account, slug }: Located, page: RemotePlace): boolean {
  const api = new URL(apiUrlOf(account)).host
  const hosts = [account.host, api, api.replace(/^api\./, '')]
  const path = slugOf(account.kind, apiUrlOf(account), page.path)
  return hostsOf(page).some((host) => hosts.includes(host)) && path.toLowerCase() === slug.toLowerCase()
}

/** A site may live below a path, which remotes carry and `owner/name` does not. */
function slugOf(kind: ForgeKind, apiUrl: string, path: string): string {
  if (kind !== 'gitlab') return path.split('/').slice(-2).join('/')
  const below = new URL(apiUrl).pathname.replace(/^\/|\/?api\/v4\/?$/g, '')
  return below !== '' && path.startsWith(`${below}/`) ? path.slice(below.length + 1) : path
}
