import { join } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import { run } from '../../src/base/index.ts'
import { makeRepository, type Installation } from '../hosts/switchyard/index.ts'
import type { RunningApp } from './app/running-app.ts'

/** What git says in a folder, without the line end. */
export const git = async (folder: string, ...args: string[]): Promise<string> =>
  (await run('git', ['-C', folder, ...args])).stdout.toString().trimEnd()

/** What a person does on the way to what a spec is about. */

export const fence = (info: string, body: string): string => `\`\`\`${info}\n${body}\n\`\`\`\n`

/** A repository named `shop` with some files, in the installation's folder. */
export const makeShop = (installation: Installation): Promise<string> =>
  makeRepository(join(installation.folder, 'shop'), {
    'README.md': '# Shop\n',
    'src/cart.ts': 'export const total = 1\nexport const tax = 2\n',
    'src/old-name.ts': Array.from({ length: 20 }, (_, line) => `export const line${line} = ${line}\n`).join(
      '',
    ),
    'src/unused.ts': 'export const unused = 1\n',
  })

/** From the first screen to the project of `path`. */
export async function openProject(app: RunningApp, path: string): Promise<void> {
  await app.page.getByRole('button', { name: 'Choose folder…' }).click()
  await app.chooseFolder(path)
  await expect(app.page.getByText('No workspaces yet')).toBeVisible()
}

/** A workspace of its own branch, through the dialog; `task` is also the agent's first prompt. */
export async function openWorkspace(app: RunningApp, branch: string, task?: string): Promise<void> {
  const { page } = app
  await page.keyboard.press('Alt+n')
  const dialog = page.getByRole('dialog', { name: 'New workspace' })
  // First: a branch that was typed is not replaced by one proposed from the task.
  await dialog.getByRole('textbox', { name: 'Branch' }).fill(branch)
  if (task !== undefined) await dialog.getByRole('textbox', { name: 'Task' }).fill(task)
  await expect(dialog.getByText('free')).toBeVisible()
  await dialog.getByRole('button', { name: task === undefined ? 'Create only' : 'Create and start' }).click()
  await expect(dialog).toBeHidden()
  // The chip of the workspace's bar.
  await expect(page.getByTitle(branch, { exact: true }).first()).toBeVisible()
}

/** From an empty home to a workspace of the shop whose agent works on `task`. */
export async function startTask(
  app: RunningApp,
  installation: Installation,
  branch: string,
  task?: string,
): Promise<string> {
  const repository = await makeShop(installation)
  await openProject(app, repository)
  await openWorkspace(app, branch, task)
  return repository
}

/** Writes to the agent of the session in view. */
export async function say(page: Page, text: string): Promise<void> {
  const input = composer(page)
  await input.fill(text)
  await input.press('Enter')
  await expect(input).toHaveValue('')
}

export const composer = (page: Page): Locator => page.getByRole('textbox', { name: /^Message / })

/** The card that asks; it is an alert while it waits. */
export const approval = (page: Page): Locator => page.getByRole('alert').filter({ hasText: 'Allow once' })

/** The only workspace's worktree. */
export async function worktreeOf(installation: Installation): Promise<string> {
  const [workspace] = await installation.json<{ repositories: { worktree: string }[] }[]>('workspace', 'list')
  const worktree = workspace?.repositories[0]?.worktree
  if (worktree === undefined) throw new Error('there is no workspace')
  return worktree
}
