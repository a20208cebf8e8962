import { join } from 'node:path'
import { runnerImport } from 'vite'

/** Loads a module of `src` that needs what the build inlines (migrations); `path` is relative to `src`. */
export async function loadSource<Module>(path: string): Promise<Module> {
  const file = join(import.meta.dirname, '../../../src', path)
  const { module } = await runnerImport<Module>(file, { configFile: false, logLevel: 'error' })
  return module
}
