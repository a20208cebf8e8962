import { EventEmitter } from 'node:events'
import type { Notification as ElectronNotification, NotificationConstructorOptions } from 'electron'
import { registry } from './registry.ts'

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
    registry.notifications.push(this)
    this.emit('show', {})
  }

  close(): void {
    registry.notifications = registry.notifications.filter((one) => one !== this)
    this.emit('close', {})
  }
}
