import { join } from 'node:path'
import { run, systemClock, type Clock } from '../../../src/base/index.ts'
import type { ForgeKind } from '../../../src/contracts/index.ts'
import type { Forge } from '../../../src/main/hosting/forge.ts'
import { createPoliteFetch } from '../../../src/main/hosting/http/index.ts'
import { openForge } from '../../../src/main/hosting/open-forge.ts'
import {
  GiteaHost,
  GitHubHost,
  GitLabHost,
  type ForgeHost,
  type ForgeRepository,
} from '../../hosts/forge/index.ts'
import { gitEnv, makeRepository, type TestRepository } from '../../hosts/git/index.ts'

export const kinds = ['github', 'gitlab', 'gitea'] as const

export const newHost = (kind: ForgeKind): ForgeHost =>
  kind === 'github' ? new GitHubHost('/api/v3') : kind === 'gitlab' ? new GitLabHost() : new GiteaHost()

export const openOn = (
  kind: ForgeKind,
  host: ForgeHost,
  {
    token = 'token-of-ada',
    clock = systemClock,
    timeoutMs = 10_000,
  }: { token?: string; clock?: Clock; timeoutMs?: number } = {},
): Forge =>
  openForge(kind, {
    host: host.host,
    apiUrl: host.apiUrl,
    token,
    fetch: createPoliteFetch({ host: host.host, signedIn: token !== '', clock, timeoutMs: () => timeoutMs }),
    mostEntries: 1_000,
  })

/** Git that talks to a host of this process: it must not block it. */
export const gitOver = async (clone: TestRepository, ...args: string[]): Promise<void> => {
  await run('git', args, { cwd: clone.path, env: gitEnv, timeoutMs: 30_000 })
}

/** A repository on the host with `main`, and a clone that has a pushed branch `feature` with one commit. */
export async function withBranch(
  host: ForgeHost,
  slug = 'ada/engine',
): Promise<{ repository: ForgeRepository; clone: TestRepository; head: string }> {
  const repository = await host.state.addRepository(slug)
  const clone = makeRepository(join(host.folder, `clone-${slug.replaceAll('/', '-')}`), {
    'a.txt': 'one\ntwo\nthree\n',
  })
  clone.git('remote', 'add', 'origin', host.remote(slug))
  await gitOver(clone, 'push', '-q', 'origin', 'main')
  clone.git('switch', '-qc', 'feature')
  clone.write({ 'a.txt': 'one\n2\nthree\n' }).commit('Change the second line')
  await gitOver(clone, 'push', '-q', 'origin', 'feature')
  return { repository, clone, head: clone.git('rev-parse', 'HEAD') }
}
