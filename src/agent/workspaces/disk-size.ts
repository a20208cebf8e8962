import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { DiskSize } from '../../contracts/index.ts'

/** `blocks` of a file are counted in these. */
const blockBytes = 512

/** What a folder takes on disk; links are not followed, what vanishes meanwhile is not counted. Throws when aborted. */
export async function diskSize(folder: string, signal: AbortSignal | undefined): Promise<DiskSize> {
  const size: DiskSize = { bytes: 0, files: 0 }
  const left = [folder]
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    signal?.throwIfAborted()
    const entries = await readdir(next, { withFileTypes: true }).catch(() => [])
    for (const entry of entries) {
      const path = join(next, entry.name)
      if (entry.isDirectory()) left.push(path)
      const found = await lstat(path).catch(() => null)
      size.bytes += (found?.blocks ?? 0) * blockBytes
      if (!entry.isDirectory()) size.files++
    }
  }
  return size
}
