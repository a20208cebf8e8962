import { EventEmitter } from 'node:events'
import type { Notification as ElectronNotification, NotificationConstructorOptions } from 'electron'

const shown = new Set<Notification>()
/** On the screen now, oldest first. */
export const shownNotifications = (): Notification[] => [...shown]

export class Notification
  extends EventEmitter
  implements Pick<ElectronNotification, 'show' | 'close' | 'title' | 'body'>
{
  static isSupported = (): boolean => true
  title: string
  body: string

  constructor({ title = '', body = '' }: NotificationConstructorOptions = {}) {
    super()
    this.title = title
    this.body = body
  }

  show(): void {
    shown.add(this)
    this.emit('show', {})
  }

  close(): void {
    shown.delete(this)
    this.emit('close', {})
  }
}
