import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { run } from '../../../src/base/index.ts'

/** A git repository with one commit on `main` that holds `files`. */
export async function makeRepository(folder: string, files: Record<string, string>): Promise<string> {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  const git = (...args: string[]) => run('git', ['-C', folder, ...args])
  await git('init', '-q', '-b', 'main')
  await git('config', 'user.name', 'Test')
  await git('config', 'user.email', 'test@example.invalid')
  await git('add', '.')
  await git('commit', '-q', '-m', 'First')
  return folder
}
