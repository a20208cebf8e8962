import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { run } from '../../src/base/index.ts'
import type { Installation } from '../hosts/switchyard/index.ts'
import { expect, test } from './fixture.ts'
import { look } from './look.ts'
import { git, startTask, worktreeOf } from './steps.ts'

async function withRemote(repository: string, installation: Installation): Promise<string> {
  const remote = join(installation.folder, 'origin.git')
  await run('git', ['init', '-q', '--bare', '-b', 'main', remote])
  await git(repository, 'remote', 'add', 'origin', remote)
  await git(repository, 'push', '-q', 'origin', 'main')
  return remote
}

async function choose(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: /^Git/ }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

const commit = async (folder: string, file: string, text: string, message: string): Promise<void> => {
  writeFileSync(join(folder, file), text)
  await git(folder, 'add', '--all')
  await git(folder, 'commit', '-q', '-m', message)
}

test('a branch is pushed after a look, and what is ahead is shown live', async ({ app, installation }) => {
  const { page } = app
  const repository = await startTask(app, installation, 'try/push')
  const remote = await withRemote(repository, installation)
  const worktree = await worktreeOf(installation)
  await commit(worktree, 'src/cart.ts', 'export const total = 3\n', 'Change the cart')
  writeFileSync(join(worktree, 'notes.txt'), 'not yet\n')

  await choose(page, 'Push…')
  const dialog = page.getByRole('dialog', { name: 'Push try/push' })
  await expect(dialog.getByText('1 commit, 1 file')).toBeVisible()
  await expect(dialog.getByText('origin/try/push is new and becomes the upstream of try/push')).toBeVisible()
  await expect(dialog.getByText('1 uncommitted file will not be pushed')).toBeVisible()
  await look(page, 'git-push')
  await dialog.getByRole('button', { name: 'Push', exact: true }).click()
  await expect(page.getByText('Pushed 1 commit to origin/try/push').first()).toBeVisible()
  await expect(dialog).toBeHidden()
  expect(await git(remote, 'log', '-1', '--format=%s', 'try/push')).toBe('Change the cart')

  // A commit made outside of the app shows by itself.
  await commit(worktree, 'src/cart.ts', 'export const total = 4\n', 'Again')
  await expect(page.getByRole('button', { name: 'Git: 1 commit to push' })).toBeVisible()

  // The checkout of the user holds main: it is not merged into behind their back.
  await choose(page, 'Merge into main…')
  const merge = page.getByRole('dialog', { name: 'Merge try/push' })
  await expect(merge.getByText(/main is checked out in .* which is never changed from here/)).toBeVisible()
  await merge.getByRole('radio', { name: 'On the remote' }).click()
  await merge.getByRole('checkbox', { name: 'origin/main is a protected branch' }).check()
  await look(page, 'git-merge')
  await page.setViewportSize({ width: 1024, height: 768 })
  await look(page, 'git-merge-1024')
  await merge.getByRole('button', { name: 'Merge', exact: true }).click()
  await expect(page.getByText('Merged 2 commits of try/push into origin/main').first()).toBeVisible()
  expect(await git(repository, 'log', '-1', '--format=%s', 'main')).toBe('First')
})

test('a rejected push says why, with what the hook said', async ({ app, installation }) => {
  const { page } = app
  const repository = await startTask(app, installation, 'try/declined')
  const remote = await withRemote(repository, installation)
  const hook = join(remote, 'hooks/pre-receive')
  writeFileSync(hook, '#!/bin/sh\necho "Every commit needs a ticket" >&2\nexit 1\n', { mode: 0o755 })
  await commit(await worktreeOf(installation), 'a.txt', 'a\n', 'No ticket')
  await choose(page, 'Push…')
  const dialog = page.getByRole('dialog', { name: 'Push try/declined' })
  await dialog.getByRole('button', { name: 'Push', exact: true }).click()
  await expect(dialog.getByRole('alert')).toContainText('declined the push')
  await expect(dialog.getByLabel('Output of git in shop')).toContainText('Every commit needs a ticket')
  await look(page, 'git-push-declined')
})

test('conflicts are listed, handed to the agent, and gone on from', async ({ app, installation }) => {
  const { page } = app
  const repository = await startTask(app, installation, 'try/conflict')
  const worktree = await worktreeOf(installation)
  await commit(worktree, 'src/cart.ts', 'export const total = 100\n', 'Mine')
  await commit(worktree, 'src/unused.ts', 'export const unused = 2\n', 'Mine, more')
  await commit(repository, 'src/cart.ts', 'export const total = 200\n', 'Theirs')
  await git(repository, 'rm', '-q', 'src/unused.ts')
  await git(repository, 'commit', '-q', '-m', 'Not used')

  await choose(page, 'Rebase onto main…')
  const dialog = page.getByRole('dialog', { name: 'Rebase try/conflict' })
  await expect(dialog.getByText('2 commits, 2 files')).toBeVisible()
  await dialog.getByRole('checkbox', { name: '1 file will conflict' }).check()
  await look(page, 'git-rebase')
  await dialog.getByRole('button', { name: 'Rebase', exact: true }).click()

  const conflicts = page.getByRole('dialog', { name: /^Conflicts in/ })
  await expect(conflicts.getByText('src/cart.ts')).toBeVisible()
  await expect(conflicts.getByText('both changed · 1 conflict marked')).toBeVisible()
  await look(page, 'git-conflicts')
  await conflicts.getByRole('button', { name: 'Ask the agent' }).click()
  await expect(conflicts).toBeHidden()
  await expect(page.getByText('Resolve these merge conflicts.').first()).toBeVisible()
  await expect(page.getByRole('status', { name: 'Half done' })).toContainText('1 file in conflict')
  await look(page, 'git-half-done')

  // What the agent would write.
  writeFileSync(join(worktree, 'src/cart.ts'), 'export const total = 300\n')
  await page.getByRole('button', { name: 'Resolve…' }).click()
  await expect(conflicts.getByText('both changed · no markers left')).toBeVisible()
  await conflicts.getByRole('button', { name: 'Continue' }).click()
  // The next commit conflicts as well: one side has deleted the file.
  await expect(conflicts.getByText('ours deleted, theirs changed · choose a side')).toBeVisible()
  await conflicts.getByRole('button', { name: 'More for src/unused.ts' }).click()
  await page.getByRole('menuitem', { name: /Take theirs/ }).click()
  await expect(conflicts.getByText('Every file is resolved. Continue to go on.')).toBeVisible()
  await page.setViewportSize({ width: 1024, height: 768 })
  await look(page, 'git-conflicts-1024')
  await conflicts.getByRole('button', { name: 'Continue' }).click()
  await expect(conflicts).toBeHidden()
  expect(readFileSync(join(worktree, 'src/cart.ts'), 'utf8')).toBe('export const total = 300\n')
  expect(await git(worktree, 'log', '--format=%s', 'main..')).toBe('Mine, more\nMine')
  await expect(page.getByRole('status', { name: 'Half done' })).toBeHidden()
})

test('an abort asks once more and puts everything back', async ({ app, installation }) => {
  const { page } = app
  const repository = await startTask(app, installation, 'try/abort')
  const worktree = await worktreeOf(installation)
  await commit(worktree, 'src/cart.ts', 'export const total = 100\n', 'Mine')
  await commit(repository, 'src/cart.ts', 'export const total = 200\n', 'Theirs')
  const head = await git(worktree, 'rev-parse', 'HEAD')
  await choose(page, 'Rebase onto main…')
  const dialog = page.getByRole('dialog', { name: 'Rebase try/abort' })
  await dialog.getByRole('checkbox', { name: '1 file will conflict' }).check()
  await dialog.getByRole('button', { name: 'Rebase', exact: true }).click()
  const conflicts = page.getByRole('dialog', { name: /^Conflicts in/ })
  await conflicts.getByRole('button', { name: 'Abort…' }).click()
  await page.getByRole('button', { name: 'Abort the rebase' }).click()
  await expect(page.getByText('shop is as it was before').first()).toBeVisible()
  expect(await git(worktree, 'rev-parse', 'HEAD')).toBe(head)
  expect(await git(worktree, 'status', '--porcelain')).toBe('')
})
