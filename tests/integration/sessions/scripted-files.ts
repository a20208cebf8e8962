import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/**
 * Steps on files: `write` does so without asking anybody, `untilFile` waits until the file is there. Throws for any
 * other step.
 */
export async function carryOutOnFiles(
  step: string,
  path: string,
  content: string,
  isCancelled: () => boolean,
): Promise<undefined> {
  if (step === 'write') {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
    return
  }
  if (step !== 'untilFile') throw new Error(`unknown step ${step}`)
  while (!existsSync(path) && !isCancelled()) await pause(10)
}
