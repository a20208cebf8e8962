import { useAct, useServices } from '../../app/index.ts'
import { Button } from '../../ui/index.ts'
import { usePermission, type Permission } from './permission.ts'

const words: Record<Permission, string> = {
  granted: 'This browser shows them.',
  default:
    'This browser has not been asked yet. It asks you once; you can change the answer in its settings.',
  denied:
    'This browser refuses them for this address. Allow notifications in the settings of the site, left of its address.',
  unsupported: 'This browser has no notifications.',
}

/** Whether the browser plays along, and the way to ask it; nothing in the desktop window. */
export function BrowserPermission() {
  const { host } = useServices()
  const { permission, ask } = usePermission()
  const act = useAct()
  if (host) return null
  return (
    <div className="flex items-center gap-6 border-t border-line pt-3.5">
      <p className="min-w-0 flex-1 text-muted">{words[permission]}</p>
      {permission === 'default' && (
        <Button loading={act.busy} onClick={() => void act.run(ask)}>
          Allow notifications
        </Button>
      )}
    </div>
  )
}
