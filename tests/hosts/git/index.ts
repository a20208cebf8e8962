import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** Git as tests use it: the user's own configuration plays no part. */
export const gitEnv = {
  PATH: process.env['PATH'] ?? '',
  HOME: '/nonexistent',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  // Looking must not write: tests compare what others wrote.
  GIT_OPTIONAL_LOCKS: '0',
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@example.invalid',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@example.invalid',
}

/** A real repository in a temporary folder. */
export class TestRepository {
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  /** Standard output, without the last line break. Throws with git's words. */
  git(...args: string[]): string {
    return execFileSync('git', args, {
      cwd: this.path,
      env: gitEnv,
      encoding: 'utf8',
      stdio: 'pipe',
    }).trimEnd()
  }

  write(files: Readonly<Record<string, string | Buffer>>): this {
    for (const [name, content] of Object.entries(files)) {
      const path = join(this.path, name)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, content)
    }
    return this
  }

  commit(message = 'change'): string {
    this.git('add', '--all')
    this.git('commit', '--quiet', '--allow-empty', '-m', message)
    return this.git('rev-parse', 'HEAD')
  }

  /** All that must not change when somebody works beside it: checkout, index, branches, configuration. */
  fingerprint(): string {
    return [
      this.git('status', '--porcelain=v1', '--untracked-files=all'),
      this.git('ls-files', '--stage'),
      this.git('symbolic-ref', 'HEAD'),
      this.git(
        'for-each-ref',
        '--format=%(refname) %(objectname)',
        'refs/heads',
        'refs/remotes',
        'refs/tags',
      ),
      this.git('config', '--local', '--list'),
    ].join('\n')
  }
}

/** A temporary folder that knows how to go away. */
export function temporaryFolder(name: string): { path: string; remove: () => void } {
  const path = realpathSync(mkdtempSync(join(tmpdir(), `switchyard-${name}-`)))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** A repository with one commit on `main`. */
export function makeRepository(
  path: string,
  files: Readonly<Record<string, string>> = { 'README.md': '# test\n' },
): TestRepository {
  mkdirSync(path, { recursive: true })
  const repository = new TestRepository(path)
  repository.git('init', '--quiet', '--initial-branch=main')
  // The agent's own git runs with this machine's configuration, so the identity is the repository's.
  repository.git('config', 'user.name', 'Test')
  repository.git('config', 'user.email', 'test@example.invalid')
  repository.git('config', 'commit.gpgsign', 'false')
  repository.write(files).commit('first')
  return repository
}
