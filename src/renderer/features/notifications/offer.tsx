import { Bell } from 'lucide-react'
import { useAct, useEntities, useServices, useUi } from '../../app/index.ts'
import { Button } from '../../ui/index.ts'
import { usePermission } from './permission.ts'

/** Offers notifications where a browser has not been asked for them yet; "Not now" is remembered. */
export function NotificationOffer() {
  const { host, ui } = useServices()
  const { permission, ask } = usePermission()
  const act = useAct()
  const declined = useUi((state) => state.notificationsDeclined)
  const wanted = useEntities(({ settings }) => settings.notify.length > 0)
  if (host || permission !== 'default' || declined || !wanted) return null
  return (
    <section
      aria-label="Notifications of this browser"
      className="flex flex-wrap items-center gap-2.5 rounded-md border border-line bg-panel px-3 py-2"
    >
      <Bell aria-hidden strokeWidth={1.5} className="size-4 flex-none text-muted" />
      <p className="min-w-60 flex-1 text-muted">
        Be told when an agent needs you while you look elsewhere. Your browser asks you once for permission.
      </p>
      <Button size="sm" loading={act.busy} onClick={() => void act.run(ask)}>
        Allow notifications
      </Button>
      <Button
        size="sm"
        kind="ghost"
        onClick={() => ui.setState((state) => ({ ...state, notificationsDeclined: true }), true)}
      >
        Not now
      </Button>
    </section>
  )
}
