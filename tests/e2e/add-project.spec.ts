import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './fixture.ts'
import { git, makeShop } from './steps.ts'

test('a new user adds a repository and comes to its project', async ({ app, installation }) => {
  const { page } = app
  await expect(page.getByRole('heading', { name: 'Open a repository to begin' })).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: 'Runbook' })).toContainText('ready')
  await expect(page.getByRole('listitem').filter({ hasText: 'Claude Code' })).toContainText('npm install')
  const repository = await makeShop(installation)
  await page.getByRole('button', { name: 'Choose folder…' }).click()
  await app.chooseFolder(repository)
  await expect(page.getByText('No workspaces yet')).toBeVisible()
  await expect(page.getByText(repository)).toBeVisible()
})

test('what cannot be a project is refused with its reason', async ({ app, installation }) => {
  const { page } = app
  const inside = (name: string): string => join(installation.folder, name)
  mkdirSync(inside('plain'))
  writeFileSync(inside('plain/file.txt'), 'text')
  mkdirSync(inside('empty'))
  await git(inside('empty'), 'init', '-q')
  mkdirSync(inside('bare.git'))
  await git(inside('bare.git'), 'init', '-q', '--bare')
  const refusals = [
    [inside('plain'), /not a git repository/],
    [inside('empty'), /no commits/],
    [inside('bare.git'), /bare/],
    [inside('gone'), /does not exist|no folder/i],
  ] as const
  for (const [path, reason] of refusals) {
    await test.step(path, async () => {
      await page.getByRole('button', { name: 'Choose folder…' }).click()
      await app.chooseFolder(path)
      await expect(page.getByRole('alert')).toContainText(reason)
      await expect(page.getByRole('alert')).toContainText(path)
      await page.keyboard.press('Escape')
    })
  }
  expect(await installation.json<unknown[]>('project', 'list')).toEqual([])
})
