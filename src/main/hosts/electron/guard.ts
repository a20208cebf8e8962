import { app, session, shell } from 'electron'
import type { Logger } from '../../../base/index.ts'
import { isOwnPage, mayLoad, mayOpenOutside, type PageAddress } from './addresses.ts'

const grantedPermissions: ReadonlySet<string> = new Set(['clipboard-sanitized-write', 'notifications'])

/**
 * Keeps every page of the app where it is: no navigation away, no second windows, no requests elsewhere, no
 * permissions but writing the clipboard and showing notifications. Links to the web open in the system's browser.
 */
export function guardPages(page: PageAddress, log: Logger): void {
  const openOutside = (url: string): void => {
    if (!mayOpenOutside(url)) return log.warn({ url }, 'a link was not opened: its scheme is not allowed')
    shell
      .openExternal(url)
      .catch((error: unknown) => log.warn({ err: error, url }, 'a link could not be opened'))
  }
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-frame-navigate', (event) => {
      if (isOwnPage(event.url, page) && event.isMainFrame) return
      event.preventDefault()
      if (event.isMainFrame) openOutside(event.url)
    })
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(({ url }) => {
      openOutside(url)
      return { action: 'deny' }
    })
  })
  const { defaultSession } = session
  defaultSession.setPermissionRequestHandler((contents, permission, answer) =>
    answer(grantedPermissions.has(permission) && isOwnPage(contents.getURL(), page)),
  )
  defaultSession.setPermissionCheckHandler(
    (contents, permission) =>
      grantedPermissions.has(permission) && contents !== null && isOwnPage(contents.getURL(), page),
  )
  defaultSession.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !mayLoad(url, page) }))
}
