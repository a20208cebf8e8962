import { randomBytes } from 'node:crypto'
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import type { z } from 'zod'

/** Writes the whole file or nothing: a sibling file is written, then renamed over. Mode 0600 unless said. */
export function writeFileAtomic(path: string, content: string | Uint8Array, mode = 0o600): void {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`
  try {
    writeFileSync(temporary, content, { mode, flush: true })
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

export const writeJsonFile = (path: string, value: unknown, mode?: number): void =>
  writeFileAtomic(path, `${JSON.stringify(value, null, 2)}\n`, mode)

/** The file's content checked by `schema`; null when there is no file. Throws when it is not what it should be. */
export function readJsonFile<Schema extends z.ZodType>(path: string, schema: Schema): z.infer<Schema> | null {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  return schema.parse(JSON.parse(text))
}
