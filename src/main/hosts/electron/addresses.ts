/** The renderer's own scheme: it has no access to anything on disk but what the handler gives out. */
export const appScheme = 'switchyard'
export const appOrigin = `${appScheme}://app`

/** Where the page comes from: the bundle, or in development Vite's server. */
export interface PageAddress {
  url: string
  /** `scheme://host` in front of every address of the app. */
  origin: string
}

/** `developmentServer` is what electron-vite sets in `ELECTRON_RENDERER_URL`; a packaged app ignores it. */
export function pageAddress(developmentServer: string | undefined, isPackaged: boolean): PageAddress {
  if (isPackaged || !developmentServer) return { url: `${appOrigin}/`, origin: appOrigin }
  return { url: developmentServer, origin: new URL(developmentServer).origin }
}

/** Whether a frame at `url` is the app itself. Own schemes have no `URL.origin`, hence the comparison of text. */
export const isOwnPage = (url: string, { origin }: PageAddress): boolean =>
  url === origin || url.startsWith(`${origin}/`)

const openedOutside: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:'])

/** Whether a link may be handed to the system: anything else could start a program. */
export const mayOpenOutside = (url: string): boolean => openedOutside.has(URL.parse(url)?.protocol ?? '')

// Made by the page itself, or Chromium's own developer tools.
const localSchemes: ReadonlySet<string> = new Set(['blob:', 'data:', 'devtools:'])

/** Whether the page may load `url` at all. In development Vite also speaks over a WebSocket. */
export function mayLoad(url: string, page: PageAddress): boolean {
  const { protocol, host } = URL.parse(url) ?? {}
  if (protocol === undefined) return false
  if (localSchemes.has(protocol) || isOwnPage(url, page)) return true
  return protocol === 'ws:' && host === URL.parse(page.origin)?.host
}
