import type { ForgeKind } from '../../contracts/index.ts'
import type { Forge, ForgeOptions } from './forge.ts'
import { GitHub } from './github/github.ts'
import { GitLab } from './gitlab/gitlab.ts'
import { Gitea } from './gitea/gitea.ts'

/** The one place that knows which kinds there are. */
export function openForge(kind: ForgeKind, options: ForgeOptions): Forge {
  switch (kind) {
    case 'github':
      return new GitHub(options)
    case 'gitlab':
      return new GitLab(options)
    case 'gitea':
      return new Gitea(options)
    default:
      return kind satisfies never
  }
}

/** Where the REST interface of a host is when nobody says so; without a slash at its end. */
export function usualApiUrl(kind: ForgeKind, host: string): string {
  switch (kind) {
    case 'github':
      return host === 'github.com' ? 'https://api.github.com' : `https://${host}/api/v3`
    case 'gitlab':
      return `https://${host}/api/v4`
    case 'gitea':
      return `https://${host}/api/v1`
    default:
      return kind satisfies never
  }
}
