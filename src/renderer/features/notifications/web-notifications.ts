import { announce, needWords, type Need, type Notified } from '../../../contracts/index.ts'
import { lookingAt, type LookingStore } from '../../app/index.ts'
import { needsYou, type PictureStore } from '../../state/index.ts'

interface Deps {
  picture: PictureStore
  looking: LookingStore
  open(need: Need): void
}

/**
 * Notifications of a browser, as long as it permits them: one for each thing that waits, also when several tabs show
 * the app. Returns the way to end it. The desktop window has its own, which also work while it is closed.
 */
export function runWebNotifications({ picture, looking, open }: Deps): () => void {
  let state: Notified | null = null
  const shown = new Map<string, Notification>()
  const check = (): void => {
    const now = picture.getState()
    if (now.phase !== 'ready') return
    const { entities } = now
    const seen = looking.getState()
    const told = announce(
      state,
      needsYou(entities),
      seen.focused ? lookingAt(seen) : null,
      entities.settings.notify,
    )
    state = told.state
    for (const id of told.withdraw) {
      shown.get(id)?.close()
      shown.delete(id)
    }
    if (Notification.permission !== 'granted') return
    for (const need of told.show)
      shown.set(need.id, show(need, entities.workspaces[need.workspaceId]?.name ?? 'Switchyard', open))
  }
  const stops = [picture.subscribe(check), looking.subscribe(check)]
  check()
  return () => {
    for (const stop of stops) stop()
    for (const notification of shown.values()) notification.close()
  }
}

function show(need: Need, workspace: string, open: (need: Need) => void): Notification {
  const { title, body } = needWords(need, workspace)
  const notification = new Notification(title, {
    body,
    // Of one tag a browser shows one, whichever tab it came from.
    tag: need.id,
    requireInteraction: need.kind === 'approval' || need.kind === 'question',
  })
  notification.addEventListener('click', () => {
    window.focus()
    notification.close()
    open(need)
  })
  return notification
}
