import { createReadStream } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { extname, join, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
}

/** Names below `assets/` carry a hash of their content; all else may change with the next version. */
const cacheControl = (path: string): string =>
  path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-store'

/**
 * Sends the file at URL path `path` from `root`; false when there is none. Only files that lie in `root` after
 * resolving links are sent. A path without an extension is a place inside the app: `index.html`.
 */
export async function sendStaticFile(
  root: string,
  path: string,
  response: ServerResponse,
  headOnly: boolean,
): Promise<boolean> {
  const wanted = extname(path) === '' ? '/index.html' : path
  const file = await fileInside(root, wanted)
  if (!file) return false
  response.writeHead(200, {
    'content-type': types[extname(file.path)] ?? 'application/octet-stream',
    'content-length': file.size,
    'cache-control': cacheControl(wanted),
  })
  if (headOnly) response.end()
  else await pipeline(createReadStream(file.path), response)
  return true
}

async function fileInside(root: string, path: string): Promise<{ path: string; size: number } | undefined> {
  try {
    const name = decodeURIComponent(path)
    if (name.includes('\0') || name.includes('\\')) return undefined
    const [base, found] = await Promise.all([realpath(root), realpath(join(root, name))])
    if (!found.startsWith(base + sep)) return undefined
    const info = await stat(found)
    return info.isFile() ? { path: found, size: info.size } : undefined
  } catch (error) {
    // No such file, or a malformed escape: either way there is nothing to send.
    if (error instanceof URIError || (error as NodeJS.ErrnoException).code !== undefined) return undefined
    throw error
  }
}
