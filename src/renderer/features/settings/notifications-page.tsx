import { NeedKind } from '../../../contracts/index.ts'
import { useEntities, useSaveSettings } from '../../app/index.ts'
import { Checkbox } from '../../ui/index.ts'
import { BrowserPermission } from '../notifications/index.ts'
import { Page } from './page.tsx'

const words: Record<NeedKind, string> = {
  approval: 'An agent asks for an approval',
  question: 'An agent asks a question',
  attention: 'An agent in a terminal rings, or sends a notification',
  failed: 'A turn failed or was interrupted',
  finished: 'A turn finished',
}

/** What a notification tells of. */
export function NotificationsPage() {
  const notify = useEntities((entities) => entities.settings.notify)
  const save = useSaveSettings()
  return (
    <Page
      title="Notifications"
      about="One for each thing that needs you, gone once it is dealt with. None for the session you look at."
    >
      <fieldset className="flex flex-col gap-2.5">
        <legend className="mb-2.5">Notify me when</legend>
        {NeedKind.options.map((kind) => (
          <Checkbox
            key={kind}
            checked={notify.includes(kind)}
            onChange={(on) =>
              void save({
                notify: NeedKind.options.filter((other) => (other === kind ? on : notify.includes(other))),
              })
            }
          >
            {words[kind]}
          </Checkbox>
        ))}
      </fieldset>
      <BrowserPermission />
    </Page>
  )
}
