import { createHash } from 'node:crypto'
import type { Clock, Redactor } from '../../base/index.ts'
import {
  Failure,
  wellKnownHosts,
  type HostingAccount,
  type HostingTest,
  type Limits,
} from '../../contracts/index.ts'
import { accountOf, apiUrlOf, locate, type Located } from './accounts.ts'
import type { Forge } from './forge.ts'
import { createPoliteFetch } from './http/index.ts'
import { openForge } from './open-forge.ts'

interface Deps {
  accounts(): readonly HostingAccount[]
  /** The token of GitHub's own command line for a host, null when there is none. */
  ghToken(host: string): Promise<string | null>
  /** Learns tokens that are not in the settings. */
  redactor: Redactor
  clock: Clock
  limits: Limits
}

/** How long a token of `gh` is used before it is asked for again. */
const askAgainMs = 5 * 60_000

interface Token {
  text: string
  source: HostingTest['source'] | null
}

/** The ways to all hosts, one for each, kept while its account stays the same: with it goes what it has answered. */
export class Forges {
  readonly #deps: Deps
  readonly #open = new Map<string, { key: string; forge: Forge }>()
  readonly #asked = new Map<string, { token: string | null; at: number }>()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Throws `remote_not_configured`, `hosting_not_configured`. */
  locate(url: string, remote: string): Located {
    return locate(this.#deps.accounts(), url, remote)
  }

  /** The way to a host by its name in accounts. Throws `hosting_not_configured`. */
  async at(host: string): Promise<Forge> {
    const { account, token } = await this.#signIn(host)
    return this.#openAs(account, token)
  }

  /** Asks a host who the token belongs to. Throws `hosting_denied`, `hosting_failed`, `hosting_not_configured`. */
  async test(host: string): Promise<HostingTest> {
    this.#asked.delete(host)
    const { account, token } = await this.#signIn(host)
    if (token.source === null)
      throw new Failure('hosting_denied', `There is no token for ${account.host}`, {
        hint:
          account.kind === 'github'
            ? `Set one in Settings, Hosting, or sign in with: gh auth login --hostname ${account.host}`
            : 'Set one in Settings, Hosting.',
      })
    const forge = this.#openAs(account, token)
    const { login, scopes } = await forge.whoAmI()
    return {
      host: account.host,
      kind: account.kind,
      apiUrl: forge.apiUrl,
      login,
      source: token.source,
      scopes,
    }
  }

  async #signIn(host: string): Promise<{ account: HostingAccount; token: Token }> {
    const account = accountOf(this.#deps.accounts(), [host])
    if (!account)
      throw new Failure('hosting_not_configured', `There is no account for ${host}`, {
        hint: `Add it in Settings, Hosting. Known without that: ${wellKnownHosts.map((entry) => entry.host).join(', ')}`,
        details: { host },
      })
    return { account, token: await this.#token(account) }
  }

  async #token({ kind, host, token }: HostingAccount): Promise<Token> {
    if (token !== '') return { text: token, source: 'settings' }
    if (kind !== 'github') return { text: '', source: null }
    const { clock, ghToken, redactor } = this.#deps
    let asked = this.#asked.get(host)
    if (!asked || clock.now() - asked.at > askAgainMs) {
      asked = { token: await ghToken(host), at: clock.now() }
      if (asked.token !== null) redactor.add([asked.token])
      this.#asked.set(host, asked)
    }
    return asked.token === null ? { text: '', source: null } : { text: asked.token, source: 'gh' }
  }

  #openAs(account: HostingAccount, token: Token): Forge {
    const apiUrl = apiUrlOf(account)
    const key = createHash('sha256')
      .update(JSON.stringify([account.kind, apiUrl, token.text]))
      .digest('hex')
    const known = this.#open.get(account.host)
    if (known?.key === key) return known.forge
    const { clock, limits } = this.#deps
    const { host } = account
    const fetch = createPoliteFetch({
      host,
      signedIn: token.source !== null,
      clock,
      timeoutMs: () => limits.hostingRequestMs,
    })
    const forge = openForge(account.kind, {
      host,
      apiUrl,
      token: token.text,
      fetch,
      mostEntries: limits.pullRequestEntries,
    })
    this.#open.set(host, { key, forge })
    return forge
  }
}
