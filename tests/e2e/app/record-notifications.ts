declare global {
  interface Window {
    /** On the screen now, oldest first. */
    shownNotifications?: Notification[]
  }
}

/** Runs in the page: keeps what it shows, as nobody else can tell what a browser's notifications say. */
export function recordNotifications(): void {
  const shown: Notification[] = []
  window.shownNotifications = shown
  const forget = (one: Notification): void => {
    const at = shown.indexOf(one)
    if (at >= 0) shown.splice(at, 1)
  }
  const Real = window.Notification
  window.Notification = class extends Real {
    constructor(title: string, options?: NotificationOptions) {
      super(title, options)
      for (const older of shown.filter(({ tag }) => tag !== '' && tag === this.tag)) forget(older)
      shown.push(this)
    }

    override close(): void {
      forget(this)
      super.close()
    }
  }
}
