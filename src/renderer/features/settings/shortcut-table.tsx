import { isChangeable, useBindings, useServices } from '../../app/index.ts'
import { Kbd } from '../../ui/index.ts'
import { shortcutGroups } from './shortcut-groups.ts'

/** All shortcuts by section, or only those that cannot be changed. */
export function ShortcutTable({ fixed = false }: { fixed?: boolean }) {
  const { host } = useServices()
  const all = useBindings()
  const bindings = fixed ? all.filter((binding) => !isChangeable(binding)) : all
  return shortcutGroups(host === undefined, bindings).map(({ section, rows }) => (
    <section key={section} aria-label={section}>
      <h3 className="mb-1 text-sm font-medium text-muted">{section}</h3>
      <dl>
        {rows.map(({ id, title, keys }) => (
          <div key={id} className="flex h-8 items-center border-t border-line first:border-t-0">
            <dt className="flex-1 truncate">{title}</dt>
            <dd>
              <Kbd keys={keys} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  ))
}
