import { Bell, History, Plus, Search, Settings } from 'lucide-react'
import {
  formatRoute,
  navigate,
  rowKeys,
  useEntities,
  useRoute,
  useServices,
  useShortcut,
} from '../../app/index.ts'
import { allNodes, allProjects } from '../../state/index.ts'
import { cx, IconButton, Kbd, Tooltip } from '../../ui/index.ts'
import { NeedsYouLink } from './needs-you-link.tsx'
import { NodeRow } from './node-row.tsx'
import { ProjectTree } from './project-tree.tsx'
import { rowClass } from './row.ts'
import { useGoActions } from './use-go-actions.ts'

/** Everything there is, at the left. Folded it shows icons only, with names on hover. */
export function Sidebar({ folded }: { folded: boolean }) {
  const { actions } = useServices()
  const projects = useEntities(allProjects)
  const nodes = useEntities(allNodes)
  const route = useRoute()
  useGoActions()
  const settings = (
    <a
      href={formatRoute({ name: 'settings', page: 'general', item: null })}
      aria-current={route.name === 'settings' ? 'page' : undefined}
      aria-label={folded ? 'Settings' : undefined}
      className={rowClass(route.name === 'settings', folded)}
    >
      <Settings aria-hidden strokeWidth={1.5} className="size-4 flex-none" />
      {!folded && 'Settings'}
    </a>
  )
  return (
    <nav
      aria-label="Projects and nodes"
      ref={rowKeys}
      className="flex min-h-0 flex-col border-r border-line bg-panel"
    >
      <SearchButton folded={folded} />
      <div className="px-1.5 py-0.5">
        <NeedsYouLink folded={folded} />
        <HistoryLink folded={folded} />
      </div>
      <div className="min-h-0 flex-1 overflow-x-hidden overflow-y-auto px-1.5 pb-2">
        <Head title="Projects" folded={folded}>
          <IconButton
            size="sm"
            label="Add project"
            icon={<Plus />}
            onClick={() => actions.run('project.add')}
          />
        </Head>
        {projects.length === 0 && !folded && (
          <p className="flex h-7 items-center px-2 text-subtle">None yet</p>
        )}
        {projects.map((project) => (
          <ProjectTree key={project.id} project={project} folded={folded} />
        ))}
        {!folded && (
          <>
            <Head title="Nodes" folded={folded} />
            <ul>
              {nodes.map((node) => (
                <NodeRow key={node.id} node={node} />
              ))}
            </ul>
          </>
        )}
      </div>
      <div className="flex items-center gap-1 border-t border-line p-1.5">
        {folded ? <Tooltip text="Settings">{settings}</Tooltip> : settings}
        {!folded && (
          <IconButton
            label="Notifications"
            icon={<Bell />}
            onClick={() => navigate({ name: 'settings', page: 'notifications', item: null })}
          />
        )}
      </div>
    </nav>
  )
}

function HistoryLink({ folded }: { folded: boolean }) {
  const { name } = useRoute()
  const on = name === 'history' || name === 'past-session'
  const link = (
    <a
      data-row
      href={formatRoute({ name: 'history', query: '' })}
      aria-current={on ? 'page' : undefined}
      aria-label={folded ? 'History' : undefined}
      className={rowClass(on, folded)}
    >
      <History aria-hidden strokeWidth={1.5} className="size-4 flex-none" />
      {!folded && 'History'}
    </a>
  )
  return folded ? <Tooltip text="History">{link}</Tooltip> : link
}

function SearchButton({ folded }: { folded: boolean }) {
  const { actions } = useServices()
  const keys = useShortcut('app.command-bar')
  return (
    <button
      type="button"
      aria-label={folded ? 'Search or run…' : undefined}
      onClick={() => actions.run('app.command-bar')}
      className={cx(
        'flex h-[30px] flex-none items-center gap-2 rounded-md border border-line bg-input px-2 text-subtle hover:border-strong',
        folded ? 'mx-1.5 mt-2.5 mb-1.5 justify-center' : 'mx-2.5 mt-2.5 mb-1.5',
      )}
    >
      <Search aria-hidden strokeWidth={1.5} className="size-4 flex-none" />
      {!folded && (
        <>
          <span className="flex-1 text-left">Search or run…</span>
          {keys && (
            <span aria-hidden>
              <Kbd keys={keys} />
            </span>
          )}
        </>
      )}
    </button>
  )
}

function Head({ title, folded, children }: { title: string; folded: boolean; children?: React.ReactNode }) {
  return (
    <div
      className={cx('mt-2.5 flex h-[26px] items-center', folded ? 'justify-center' : 'justify-between pl-2')}
    >
      <h2 className={folded ? 'sr-only' : 'text-xs tracking-wide text-subtle'}>{title}</h2>
      {children}
    </div>
  )
}
