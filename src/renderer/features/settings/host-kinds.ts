import type { ForgeKind } from '../../../contracts/index.ts'

export const kindOptions: readonly { value: ForgeKind; label: string }[] = [
  { value: 'github', label: 'GitHub' },
  { value: 'gitlab', label: 'GitLab' },
  { value: 'gitea', label: 'Gitea' },
]

export const kindName = (kind: ForgeKind): string =>
  kindOptions.find(({ value }) => value === kind)?.label ?? kind
