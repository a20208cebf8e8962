import { useServices } from '../../app/index.ts'
import { Page } from './page.tsx'
import { ShortcutTable } from './shortcut-table.tsx'

export function ShortcutsPage() {
  const { host } = useServices()
  return (
    <Page
      title="Shortcuts"
      readOnly
      about={
        host === undefined
          ? 'A browser keeps some shortcuts for itself; those shown here work in it.'
          : 'Everything these do is in the command bar too.'
      }
    >
      <ShortcutTable />
    </Page>
  )
}
