import { realpath, stat } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'

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

/** A file that may be sent. */
export interface StaticFile {
  /** Absolute, links resolved. */
  path: string
  /** Bytes. */
  size: number
  /** `content-type` and `cache-control`. */
  headers: Record<string, string>
}

/**
 * The file at URL path `path` (escaped, starts with a slash) in `root`; undefined when there is none. Only files
 * that lie in `root` after resolving links are given. A path without an extension is a place inside the app:
 * `index.html`.
 */
export async function findStaticFile(root: string, path: string): Promise<StaticFile | undefined> {
  const wanted = extname(path) === '' ? '/index.html' : path
  try {
    const name = decodeURIComponent(wanted)
    if (name.includes('\0') || name.includes('\\')) return undefined
    const [base, found] = await Promise.all([realpath(root), realpath(join(root, name))])
    if (!found.startsWith(base + sep)) return undefined
    const info = await stat(found)
    if (!info.isFile()) return undefined
    const headers = {
      'content-type': types[extname(found)] ?? 'application/octet-stream',
      'cache-control': cacheControl(wanted),
    }
    return { path: found, size: info.size, headers }
  } catch (error) {
    // No such file, or a malformed escape: either way there is nothing to send.
    if (error instanceof URIError || (error as NodeJS.ErrnoException).code !== undefined) return undefined
    throw error
  }
}
