import { Search } from 'lucide-react'
import { useState } from 'react'
import { cx, Input } from '../../ui/index.ts'
import {
  formatRoute,
  rowKeys,
  settingsPages,
  settingsTitles,
  TopBar,
  useEntities,
  type SettingsPage,
} from '../../app/index.ts'
import { AboutPage } from './about-page.tsx'
import { AgentsPage } from './agents-page.tsx'
import { AppearancePage } from './appearance-page.tsx'
import { findSettings } from './find-settings.ts'
import { GeneralPage } from './general-page.tsx'
import { HostingPage } from './hosting-page.tsx'
import { LimitsPage } from './limits-page.tsx'
import { NotificationsPage } from './notifications-page.tsx'
import { SecurityPage } from './security-page.tsx'
import { ShortcutsPage } from './shortcuts-page.tsx'

/** The settings: pages at the left, the page at the right, a search over all of them. */
export function SettingsScreen({ page, item }: { page: SettingsPage; item: string | null }) {
  const [query, setQuery] = useState('')
  return (
    <>
      <TopBar title="Settings">
        <span className="flex-1" />
        <Input
          type="search"
          aria-label="Find a setting"
          placeholder="Find a setting"
          leading={<Search aria-hidden />}
          className="w-[220px]"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && setQuery('')}
        />
      </TopBar>
      <div className="grid min-h-0 flex-1 grid-cols-[188px_minmax(0,1fr)]">
        <nav
          aria-label="Settings"
          ref={rowKeys}
          className="overflow-y-auto border-r border-line bg-panel px-2 py-3"
        >
          {query.trim() === '' ? <Pages page={page} /> : <Found query={query} onGo={() => setQuery('')} />}
        </nav>
        <Page page={page} item={item} />
      </div>
    </>
  )
}

const rowClass = 'flex min-h-7 items-center rounded-md px-2 -outline-offset-2'

const Pages = ({ page }: { page: SettingsPage }) =>
  settingsPages.map((other) => (
    <a
      key={other}
      data-row
      href={formatRoute({ name: 'settings', page: other, item: null })}
      aria-current={other === page ? 'page' : undefined}
      className={cx(rowClass, other === page ? 'bg-active text-fg' : 'text-muted hover:bg-hover')}
    >
      {settingsTitles[other]}
    </a>
  ))

function Found({ query, onGo }: { query: string; onGo(): void }) {
  const agents = useEntities((entities) => entities.agents)
  const found = findSettings(query, agents)
  if (found.length === 0) return <p className="px-2 text-subtle">No setting matches.</p>
  return found.map(({ title, page, item }) => (
    <a
      key={`${page} ${title}`}
      data-row
      href={formatRoute({ name: 'settings', page, item })}
      onClick={onGo}
      className={cx(rowClass, 'flex-col !items-start py-1 hover:bg-hover')}
    >
      {title}
      <span className="text-xs text-subtle">{settingsTitles[page]}</span>
    </a>
  ))
}

function Page({ page, item }: { page: SettingsPage; item: string | null }) {
  switch (page) {
    case 'general':
      return <GeneralPage />
    case 'notifications':
      return <NotificationsPage />
    case 'agents':
      return <AgentsPage item={item} />
    case 'hosting':
      return <HostingPage />
    case 'limits':
      return <LimitsPage item={item} />
    case 'security':
      return <SecurityPage />
    case 'shortcuts':
      return <ShortcutsPage />
    case 'appearance':
      return <AppearancePage />
    case 'about':
      return <AboutPage />
    default:
      return page satisfies never
  }
}
