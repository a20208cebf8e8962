import { limitNames, type AgentInfo } from '../../../contracts/index.ts'
import type { SettingsPage } from '../../app/index.ts'
import { limitLabel } from './limit-label.ts'

export interface FoundSetting {
  title: string
  page: SettingsPage
  item: string | null
}

interface Entry extends FoundSetting {
  words?: string
}

const fixed: readonly Entry[] = [
  { title: 'Default agent', page: 'general', item: null, words: 'session start profile' },
  { title: 'Branch prefix', page: 'general', item: null, words: 'name git' },
  { title: 'Protected branches', page: 'general', item: null, words: 'git main push force rebase' },
  { title: 'Editor', page: 'general', item: null, words: 'open vs code cursor zed jetbrains vim' },
  { title: 'Confirm before quitting', page: 'general', item: null, words: 'quit exit close ask' },
  { title: 'Terminal scrollback', page: 'general', item: null, words: 'lines history' },
  { title: 'Notifications', page: 'notifications', item: null, words: 'notify tell alert approval turn' },
  { title: 'Theme', page: 'appearance', item: null, words: 'dark light system colour color' },
  { title: 'Diff view', page: 'appearance', item: null, words: 'split unified changes' },
  { title: 'Terminal font size', page: 'appearance', item: null, words: 'text zoom' },
  { title: 'Terminal accessibility', page: 'appearance', item: null, words: 'screen reader a11y' },
  {
    title: 'Hosting',
    page: 'hosting',
    item: null,
    words: 'github gitlab gitea token account pull request merge enterprise forge',
  },
  { title: 'Revoke a node', page: 'security', item: null, words: 'trust key enrol stop agent' },
  { title: 'Audit log', page: 'security', item: null, words: 'who did what history export' },
  { title: 'Keyboard shortcuts', page: 'shortcuts', item: null, words: 'keys bindings' },
  { title: 'Version', page: 'about', item: null, words: 'about' },
  { title: 'Memory', page: 'about', item: null, words: 'process pid usage' },
  { title: 'Data folder', page: 'about', item: null, words: 'home path database log' },
  { title: 'Left behind', page: 'about', item: null, words: 'orphan clean worktree process backup disk' },
]

/** Settings whose title or other words hold all words of the query. */
export function findSettings(query: string, agents: readonly AgentInfo[]): FoundSetting[] {
  const entries: Entry[] = [
    ...fixed,
    ...agents.map(({ id, name }): Entry => ({
      title: name,
      page: 'agents',
      item: id,
      words: `${id} agent command environment variable`,
    })),
    { title: 'Add agent', page: 'agents', item: 'new', words: 'custom profile acp' },
    {
      title: 'Add terminal agent',
      page: 'agents',
      item: 'new:terminal',
      words: 'custom command line program tui',
    },
    ...limitNames.map((name): Entry => ({
      title: limitLabel(name),
      page: 'limits',
      item: name,
      words: `${name} limit`,
    })),
  ]
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean)
  return entries
    .filter(({ title, words }) => {
      const text = `${title} ${words ?? ''}`.toLowerCase()
      return wanted.every((word) => text.includes(word))
    })
    .map(({ title, page, item }) => ({ title, page, item }))
}
