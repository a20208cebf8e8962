import { basename } from 'node:path'
import { nulList, type GitRunner } from '../git/index.ts'

/** What a repository's configuration says of its remotes, with what is the user's own and the system's. */
export interface RemoteSettings {
  /** Name → address as configured. */
  remotes: ReadonlyMap<string, string>
  /** Remote that a branch is pushed to; null when there is none, or several and none is named. */
  remoteOf(branch: string): string | null
  /** Upstream of a branch as the remote's own name of it. */
  upstreamOf(branch: string): { remote: string; branch: string } | null
  sshCommand: string | null
}

const keys = String.raw`^(remote\..*\.url|remote\.pushdefault|branch\..*\.(remote|pushremote|merge)|core\.sshcommand)$`

export async function readRemoteSettings(git: GitRunner): Promise<RemoteSettings> {
  // 1: nothing of it is set.
  const listing = await git(['config', '-z', '--get-regexp', keys], { answer: 1 })
  return parseRemoteSettings(listing)
}

/** `listing`: NUL-ended entries of a key, a line break and a value; sections and variables in lower case. */
export function parseRemoteSettings(listing: string): RemoteSettings {
  const values = new Map(
    nulList(listing).map((entry) => {
      const end = entry.indexOf('\n')
      return end < 0 ? [entry, ''] : [entry.slice(0, end), entry.slice(end + 1)]
    }),
  )
  const remotes = new Map<string, string>()
  for (const [key, value] of values) {
    const name = /^remote\.(.+)\.url$/s.exec(key)?.[1]
    if (name !== undefined) remotes.set(name, value)
  }
  const only = (): string | null =>
    remotes.has('origin') ? 'origin' : remotes.size === 1 ? ([...remotes.keys()][0] ?? null) : null
  return {
    remotes,
    remoteOf(branch) {
      const named =
        values.get(`branch.${branch}.pushremote`) ??
        values.get('remote.pushdefault') ??
        values.get(`branch.${branch}.remote`)
      // A dot stands for this repository; an address instead of a name has no branches of its own here.
      return named !== undefined && remotes.has(named) ? named : only()
    },
    upstreamOf(branch) {
      const remote = values.get(`branch.${branch}.remote`)
      const merge = values.get(`branch.${branch}.merge`)
      if (remote === undefined || merge === undefined || !remotes.has(remote)) return null
      return { remote, branch: merge.replace(/^refs\/heads\//, '') }
    },
    sshCommand: values.get('core.sshcommand') ?? null,
  }
}

/**
 * How ssh is called so that it never asks: a key that needs a passphrase has to be in the agent, and an unknown host
 * is refused. Other programs than OpenSSH are called as they are.
 */
export function quietSsh(configured: string | null): string {
  const command = configured?.trim() || 'ssh'
  const program = basename(command.split(/\s/, 1)[0] ?? '').replace(/\.exe$/i, '')
  return program === 'ssh' ? `${command} -o BatchMode=yes -o ConnectTimeout=20` : command
}
