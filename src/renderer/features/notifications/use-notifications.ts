import { useEffect } from 'react'
import type { OpenPlace } from '../../../contracts/index.ts'
import { lookingAt, navigate, useServices } from '../../app/index.ts'
import { hasNotifications } from './permission.ts'
import { runWebNotifications } from './web-notifications.ts'

const open = ({ workspaceId, sessionId }: OpenPlace): void =>
  navigate({ name: 'workspace', workspaceId, tab: { kind: 'session', id: sessionId } })

/** Notifies of what needs the user, here or through the desktop window. Once, around the app. */
export function useNotifications(): void {
  const { host, looking, picture } = useServices()
  useEffect(() => {
    if (!host) return hasNotifications() ? runWebNotifications({ picture, looking, open }) : undefined
    const say = (): void => host.looking(lookingAt(looking.getState()))
    say()
    const stops = [looking.subscribe(say), host.onOpen(open)]
    return () => {
      for (const stop of stops) stop()
    }
  }, [host, looking, picture])
}
