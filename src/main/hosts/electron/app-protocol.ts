import { readFile } from 'node:fs/promises'
import { protocol } from 'electron'
import { findStaticFile, securityHeaders } from '../files/index.ts'
import { appOrigin, appScheme } from './addresses.ts'

/** Makes the scheme a full citizen: an origin, modules, fetch. Must run before the app is ready. */
export function registerAppScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true }
  protocol.registerSchemesAsPrivileged([{ scheme: appScheme, privileges }])
}

/** Serves the renderer bundle in folder `root` at `switchyard://app/`, and nothing else. */
export function serveAppScheme(root: string): void {
  const common = securityHeaders([])
  protocol.handle(appScheme, async (request) => {
    const refuse = (status: number, text: string): Response =>
      new Response(text, { status, headers: { ...common, 'content-type': 'text/plain; charset=utf-8' } })
    if (!request.url.startsWith(`${appOrigin}/`)) return refuse(404, 'There is no such host.')
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return refuse(405, 'Only reading is possible here.')
    const file = await findStaticFile(root, new URL(request.url).pathname)
    if (!file) return refuse(404, 'There is no such file.')
    const body = request.method === 'HEAD' ? null : new Uint8Array(await readFile(file.path))
    return new Response(body, { headers: { ...common, ...file.headers } })
  })
}
