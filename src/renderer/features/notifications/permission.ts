import { useCallback, useEffect, useState } from 'react'

/** What the browser allows; `unsupported` where it shows no notifications at all, as on some phones. */
export type Permission = NotificationPermission | 'unsupported'

export const hasNotifications = (): boolean => 'Notification' in window

const permissionNow = (): Permission => (hasNotifications() ? Notification.permission : 'unsupported')

/** Whether this browser shows notifications, and the way to ask for it: browsers want a click for that. */
export function usePermission(): { permission: Permission; ask(): Promise<void> } {
  const [permission, setPermission] = useState(permissionNow)
  const look = useCallback(() => setPermission(permissionNow()), [])
  useEffect(() => {
    // It may have been changed in the browser's own settings meanwhile.
    window.addEventListener('focus', look)
    return () => window.removeEventListener('focus', look)
  }, [look])
  const ask = useCallback(async () => {
    await Notification.requestPermission()
    look()
  }, [look])
  return { permission, ask }
}
