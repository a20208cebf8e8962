import type { DiffScope } from '../../../contracts/index.ts'

export type ScopeKind = DiffScope['kind']

/** In the order of the list. */
export const scopeKinds: readonly ScopeKind[] = ['base', 'uncommitted', 'staged', 'turn', 'seen', 'commit']

/** What a scope is called; `base` is the base branch, or several. */
export function scopeWord(kind: ScopeKind, base: string): string {
  switch (kind) {
    case 'base':
      return `Against ${base}`
    case 'uncommitted':
      return 'Uncommitted'
    case 'staged':
      return 'Staged'
    case 'turn':
      return 'This turn'
    case 'seen':
      return 'Since I last looked'
    case 'commit':
      return 'Commits'
  }
}

/** Said where a scope holds nothing. */
export function nothingIn(kind: ScopeKind): { title: string; text: string } {
  switch (kind) {
    case 'base':
      return { title: 'No changes yet', text: 'What agents and you change in this workspace shows up here.' }
    case 'uncommitted':
      return { title: 'Everything is committed', text: 'What is changed next shows up here.' }
    case 'staged':
      return { title: 'Nothing is staged', text: 'What is added to the index shows up here.' }
    case 'turn':
      return {
        title: 'No turn changed anything',
        text: 'What the newest turn of an agent changed shows up here.',
      }
    case 'seen':
      return { title: 'Nothing new', text: 'What changed since you last looked at this panel shows up here.' }
    case 'commit':
      return { title: 'No commits yet', text: 'Choose a commit of this branch to see what it changed.' }
  }
}
