import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  chromium,
  type BrowserContext,
  type Page,
  type Request as PageRequest,
  type Route,
} from '@playwright/test'
import { answerOwnScheme } from './protocol.ts'
import { session } from './session.ts'
import { toAppUrl } from './url-map.ts'

/** What decides about a page's navigations. */
interface PageOwner {
  mayNavigate(url: string, isMainFrame: boolean): boolean
}

/** Pages that belong to a window; anything else in the browser is a popup nobody allowed. */
export const windowPages = new Map<Page, PageOwner>()
let context: BrowserContext | undefined
let debuggingUrl: string | undefined

export function browserContext(): BrowserContext {
  if (!context) throw new Error('Cannot create BrowserWindow before app is ready')
  return context
}

/** Where a second driver can reach the same browser over the DevTools protocol. */
export const cdpUrl = (): string | undefined => debuggingUrl

/** Starts Chromium on a profile of its own, so that local storage outlives a restart as it does in Electron. */
export async function startChromium(profile: string): Promise<void> {
  const system = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
  context = await chromium.launchPersistentContext(profile, {
    ...(existsSync(system) ? { executablePath: system } : {}),
    headless: true,
    // Signals are the app's to handle.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      '--remote-debugging-port=0',
      // Electron tells the other end of a port that it closed; plain Chromium keeps that event behind a flag.
      '--enable-blink-features=MessagePortCloseEvent',
      '--disable-gpu',
      '--disable-background-networking',
      // Chromium refuses its sandbox under root.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  })
  const [port, path] = readFileSync(join(profile, 'DevToolsActivePort'), 'utf8').split('\n')
  debuggingUrl = `ws://127.0.0.1:${port}${path}`
  context.on('page', (page) => {
    // A window's own page is entered in the same turn in which newPage() answers.
    void page.opener().then((opener) => (opener && !windowPages.has(page) ? page.close() : undefined))
  })
  await context.route('**/*', (route, request) => answerRoute(route, request))
}

export async function stopChromium(): Promise<void> {
  const running = context
  context = undefined
  await running?.close()
}

function contentsOf(request: PageRequest): PageOwner | undefined {
  try {
    return windowPages.get(request.frame().page())
  } catch {
    // Playwright has no frame yet for a navigation that opens a new page: a popup.
    return undefined
  }
}

async function answerRoute(route: Route, request: PageRequest): Promise<void> {
  const contents = contentsOf(request)
  const url = toAppUrl(request.url())
  if (!contents) return route.abort('blockedbyclient')
  const navigates = request.isNavigationRequest()
  // Aborted, not failed: Chromium then stays where it is, as Electron does.
  if (navigates && !contents.mayNavigate(url, request.frame().parentFrame() === null))
    return route.abort('aborted')
  const details = {
    url,
    method: request.method(),
    resourceType: navigates ? 'mainFrame' : request.resourceType(),
  }
  if (await session.defaultSession.cancels(details)) return route.abort('blockedbyclient')
  if (url === request.url()) return route.continue()
  const body = request.postDataBuffer()
  const answer = await answerOwnScheme(
    new Request(url, {
      method: request.method(),
      headers: await request.allHeaders().then(plainHeaders),
      ...(body ? { body: new Uint8Array(body) } : {}),
    }),
  )
  if (!answer) return route.abort('addressunreachable')
  await route.fulfill({
    status: answer.status,
    headers: Object.fromEntries(answer.headers),
    body: Buffer.from(await answer.arrayBuffer()),
  })
}

/** Without HTTP/2's pseudo headers, which `Request` refuses. */
const plainHeaders = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(':')))
