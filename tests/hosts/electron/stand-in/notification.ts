import { EventEmitter } from 'node:events'
import type { Notification as ElectronNotification, NotificationConstructorOptions } from 'electron'

const shown = new Set<Notification>()
/** On the screen now, oldest first. */
export const shownNotifications = (): Notification[] => [...shown]

export class Notification
  extends EventEmitter
  implements Pick<ElectronNotification, 'show' | 'close' | 'title' | 'body' | 'actions'>
{
  static isSupported = (): boolean => true
  title: string
  body: string
  actions: ElectronNotification['actions']

  constructor({ title = '', body = '', actions = [] }: NotificationConstructorOptions = {}) {
    super()
    this.title = title
    this.body = body
    this.actions = actions
  }

  show(): void {
    shown.add(this)
    this.emit('show', {})
  }

  close(): void {
    shown.delete(this)
    this.emit('close', {})
  }

  /** As the user's click on it or, with the place of one, on a button: either way it goes. */
  press(button?: number): void {
    shown.delete(this)
    if (button === undefined) this.emit('click', {})
    else this.emit('action', { actionIndex: button }, button)
  }
}
