import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Workspace } from '../../../src/contracts/index.ts'
import { AgentFixture, worktreeOf } from './agent-fixture.ts'
import { codeOf } from './harness.ts'

const agent = new AgentFixture()
const source = () => ({
  repositoryId: agent.node.repositoryId,
  name: 'repo',
  path: agent.node.repository.path,
})
const list = () => agent.client.backup.list({ sources: [source()] })

/** Deletes a workspace with uncommitted work, and says where that was kept. */
async function deletedWith(files: Record<string, string>): Promise<{ ref: string; workspace: Workspace }> {
  const workspace = await agent.create({ branch: 'kept', name: 'Kept' })
  worktreeOf(workspace).write(files)
  const { entity } = await agent.client.workspace.delete({ workspaceId: workspace.id, branches: 'keep' })
  return { ref: entity.backups[0]!.ref, workspace }
}

test('backups of deleted workspaces are listed with what, when and files; refs of another form are not', async () => {
  const { ref, workspace } = await deletedWith({ 'new.txt': 'new', 'README.md': 'changed\n' })
  const { repository } = agent.node
  for (const odd of [
    'refs/switchyard/backup/odd',
    `refs/switchyard/backup/${workspace.id}`.slice(0, -1) + '/x',
  ])
    repository.git('update-ref', odd, 'main')
  expect(await list()).toMatchObject([
    { ref, workspaceId: workspace.id, workspace: 'Kept', exists: false, repository: 'repo' },
  ])
  const shown = await agent.client.backup.show({ source: source(), ref })
  expect([shown.total, shown.files.map(({ path }) => path)]).toEqual([2, ['README.md', 'new.txt']])
  expect(await codeOf(agent.client.backup.show({ source: source(), ref: `${ref}9` }))).toBe('invalid_input')
  expect(await codeOf(agent.client.backup.show({ source: source(), ref: 'refs/heads/main' }))).toBe(
    'invalid_input',
  )
})

test('a backup comes back as a branch; a name that is taken is refused and no branch moved', async () => {
  const { ref } = await deletedWith({ 'new.txt': 'new' })
  const { repository } = agent.node
  const before = repository.git('rev-parse', 'main')
  const into = (branch: string) =>
    agent.client.backup.restore({ source: source(), ref, into: { kind: 'branch', branch } })
  expect(await codeOf(into('main'))).toBe('branch_conflict')
  expect(repository.git('rev-parse', 'main')).toBe(before)
  await into('back')
  expect(repository.git('show', 'back:new.txt')).toBe('new')
})

test('a backup goes into a worktree and overwrites nothing; what is staged stays staged', async () => {
  const { ref } = await deletedWith({ 'new.txt': 'new', 'README.md': 'changed\n' })
  const workspace = await agent.create({ branch: 'other' })
  const tree = worktreeOf(workspace)
  tree.write({ 'mine.txt': 'mine', 'staged.txt': 'staged' })
  tree.git('add', 'staged.txt')
  const restore = () =>
    agent.client.backup.restore({
      source: source(),
      ref,
      into: { kind: 'workspace', workspaceId: workspace.id },
    })
  expect((await restore()).files).toEqual(['README.md', 'new.txt'])
  const text = (name: string): string => readFileSync(join(tree.path, name), 'utf8')
  expect([text('new.txt'), text('README.md'), text('mine.txt')]).toEqual(['new', 'changed\n', 'mine'])
  expect(tree.git('diff', '--cached', '--name-only')).toBe('staged.txt')
  expect((await restore()).files).toEqual([])
  tree.write({ 'new.txt': 'other words' })
  const refused = restore()
  expect(await codeOf(refused)).toBe('merge_conflict')
  expect(text('new.txt')).toBe('other words')
})
