import { join } from 'node:path'
import { z } from 'zod'
import { readJsonFile, writeJsonFile, type Home } from '../../../base/index.ts'
import { randomToken } from './one-time-tokens.ts'

const Secret = z.object({ cookie: z.string().min(40) })

/** The home's cookie secret, made on first use (mode 0600). Only the holder of the instance lock calls this. */
export function cookieSecret(home: Home): string {
  const file = join(home.root, 'web.json')
  const known = readJsonFile(file, Secret)
  if (known) return known.cookie
  const made = { cookie: randomToken() }
  writeJsonFile(file, made)
  return made.cookie
}
