import { createReadStream } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { findStaticFile } from '../files/index.ts'

/** Sends the file at URL path `path` from `root`; false when there is none. */
export async function sendStaticFile(
  root: string,
  path: string,
  response: ServerResponse,
  headOnly: boolean,
): Promise<boolean> {
  const file = await findStaticFile(root, path)
  if (!file) return false
  response.writeHead(200, { ...file.headers, 'content-length': file.size })
  if (headOnly) response.end()
  else await pipeline(createReadStream(file.path), response)
  return true
}
