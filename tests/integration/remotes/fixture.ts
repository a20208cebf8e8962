import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeEach } from 'vitest'
import type {
  GitAct,
  GitOutcome,
  PreCheckCode,
  RepositoryCheck,
  Workspace,
} from '../../../src/contracts/index.ts'
import { gitEnv, TestRepository } from '../../hosts/git/index.ts'
import { AgentFixture, worktreeOf } from '../agent/agent-fixture.ts'

/** A node agent, a repository with a bare remote `origin`, and a workspace on branch `try/one` of it. */
export class RemotesFixture extends AgentFixture {
  remote!: TestRepository
  workspace!: Workspace
  worktree!: TestRepository

  constructor() {
    super()
    beforeEach(async () => {
      const { repository, folder } = this.node
      repository.write({ 'a.txt': 'one\ntwo\nthree\n', 'b.txt': 'b\n' }).commit('files')
      this.remote = this.bare(join(folder, 'origin.git'))
      repository.git('remote', 'add', 'origin', this.remote.path)
      repository.git('push', '--quiet', 'origin', 'main')
      this.workspace = await this.create()
      this.worktree = worktreeOf(this.workspace)
    })
  }

  bare(path: string): TestRepository {
    execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', path], { env: gitEnv })
    return new TestRepository(path)
  }

  /** Somebody else's clone of the remote. */
  clone(name = 'other'): TestRepository {
    const path = join(this.node.folder, name)
    execFileSync('git', ['clone', '--quiet', this.remote.path, path], { env: gitEnv })
    return new TestRepository(path)
  }

  /** Commits a file in the workspace. */
  commit(files: Record<string, string>, message = 'work'): string {
    return this.worktree.write(files).commit(message)
  }

  /** A hook of a repository, given as a shell script. */
  hook(repository: TestRepository, name: string, script: string): void {
    const folder = repository.git('rev-parse', '--path-format=absolute', '--git-path', 'hooks')
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, `#!/bin/sh\n${script}\n`)
    chmodSync(path, 0o755)
  }

  async check(act: GitAct): Promise<RepositoryCheck> {
    const { repositories } = await this.client.remotes.check(this.#input(act))
    return repositories[0] as RepositoryCheck
  }

  /** Codes of what a look finds, with their levels. */
  async found(act: GitAct): Promise<string[]> {
    return (await this.check(act)).checks.map(({ level, code }) => `${level} ${code}`)
  }

  async run(act: GitAct, confirmed: PreCheckCode[] = []): Promise<GitOutcome> {
    const { repositories } = await this.client.remotes.run({ ...this.#input(act), confirmed })
    return repositories[0] as GitOutcome
  }

  get ofRepository() {
    return { workspaceId: this.workspace.id, repositoryId: this.node.repositoryId }
  }

  #input(act: GitAct) {
    return {
      workspaceId: this.workspace.id,
      repositoryIds: null,
      act,
      protectedBranches: ['main', 'release/*'],
    }
  }
}

export const push: GitAct = { kind: 'push', leases: [] }
export const rebase: GitAct = { kind: 'rebase', onto: null }
export const pull = (how: 'ff' | 'rebase' | 'merge'): GitAct => ({ kind: 'pull', how })
export const merge = (how: 'squash' | 'merge' | 'rebase' | 'ff', over = {}): GitAct => ({
  kind: 'merge',
  target: null,
  how,
  where: 'local',
  message: null,
  ...over,
})
