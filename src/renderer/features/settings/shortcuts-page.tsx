import { Search } from 'lucide-react'
import { useState } from 'react'
import {
  actionSections,
  isChangeable,
  useBindings,
  useEntities,
  useSaveSettings,
  useServices,
} from '../../app/index.ts'
import { Button, Input } from '../../ui/index.ts'
import { Page } from './page.tsx'
import { ShortcutRow } from './shortcut-row.tsx'
import { ShortcutTable } from './shortcut-table.tsx'

/** Every action with its shortcut, to be changed. */
export function ShortcutsPage() {
  const { host, toasts } = useServices()
  const own = useEntities((entities) => entities.settings.shortcuts)
  const save = useSaveSettings()
  const bindings = useBindings()
  const [query, setQuery] = useState('')
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const found = bindings.filter(
    (binding) => isChangeable(binding) && words.every((word) => binding.title.toLowerCase().includes(word)),
  )
  const resetAll = async (): Promise<void> => {
    if (!(await save({ shortcuts: {} }))) return
    toasts.show({
      title: 'All shortcuts are the built-in ones again',
      action: { label: 'Undo', run: () => void save({ shortcuts: own }) },
    })
  }
  return (
    <Page
      title="Shortcuts"
      about={
        host === undefined
          ? 'Choose a shortcut to change it. A browser keeps some for itself.'
          : 'Choose a shortcut to change it. Everything these do is in the command bar, too.'
      }
    >
      <div className="flex items-center gap-2">
        <Input
          type="search"
          aria-label="Find an action"
          placeholder="Find an action"
          leading={<Search aria-hidden />}
          className="w-[260px]"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        <span className="flex-1" />
        <Button
          disabled={Object.keys(own).length === 0 ? 'None was changed' : false}
          onClick={() => void resetAll()}
        >
          Reset all
        </Button>
      </div>
      {found.length === 0 && <p className="text-muted">No action matches.</p>}
      {actionSections.map((section) => {
        const rows = found.filter((binding) => binding.section === section)
        return (
          rows.length > 0 && (
            <section key={section} aria-label={section}>
              <h3 className="mb-1 text-sm font-medium text-muted">{section}</h3>
              <ul>
                {rows.map((binding) => (
                  <ShortcutRow key={binding.id} binding={binding} bindings={bindings} own={own} />
                ))}
              </ul>
            </section>
          )
        )
      })}
      {words.length === 0 && (
        <section aria-label="Always the same">
          <h3 className="mt-2 mb-1 font-medium">Always the same</h3>
          <ShortcutTable fixed />
        </section>
      )}
    </Page>
  )
}
