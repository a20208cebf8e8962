/** Where a remote's address leads. */
export interface RemotePlace {
  /** Host in lower case, as accounts name it. */
  host: string
  /** Host with the port that the address gives, where it gives one; an account may be of just that. */
  hostWithPort: string | null
  /** `owner/name`, in GitLab with all its groups; no slash at either end, no `.git`. */
  path: string
}

/** Names under which hosts take ssh connections where port 22 is closed. */
const sshAliases: Readonly<Record<string, string>> = {
  'ssh.github.com': 'github.com',
  'altssh.gitlab.com': 'gitlab.com',
}

const schemes: ReadonlySet<string> = new Set(['https:', 'http:', 'ssh:', 'git:', 'git+ssh:', 'ssh+git:'])
/** `user@host:path` or `host:path`; IPv6 in brackets. A single letter before the colon is a drive. */
const scpLike = /^(?:[^@/:\s]+@)?(\[[0-9a-fA-F:.]+\]|[^/:\s@]{2,}):(?!\/\/)(.+)$/

/**
 * Reads an https, ssh, git or scp-like address (`git@host:owner/name.git`). Null for local paths, `file:` and whatever
 * names no repository on a host.
 */
export function parseRemoteUrl(url: string): RemotePlace | null {
  const text = url.trim()
  if (text.includes('://')) return ofUrl(text)
  const [, host, path] = scpLike.exec(text) ?? []
  return host && path ? place(host, '', path) : null
}

function ofUrl(text: string): RemotePlace | null {
  const url = URL.parse(text)
  if (!url || !schemes.has(url.protocol)) return null
  return place(url.hostname, url.port, decoded(url.pathname))
}

function place(rawHost: string, port: string, rawPath: string): RemotePlace | null {
  const named = rawHost.toLowerCase()
  const host = sshAliases[named] ?? named
  const path = rawPath
    .replace(/[?#].*$/, '')
    .replace(/^\/+|\/+$/g, '')
    .replace(/\.git$/, '')
  if (!/^[^/]+(\/[^/]+)+$/.test(path) || /(^|\/)\.{1,2}(\/|$)|[\0-\x1f]/.test(path)) return null
  return { host, hostWithPort: port === '' ? null : `${named}:${port}`, path }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    // A stray percent sign stands for itself.
    return path
  }
}
