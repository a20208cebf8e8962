import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expect, test } from './fixture.ts'
import { fence, git, startTask, worktreeOf } from './steps.ts'

const tree = (page: Page): Locator => page.getByRole('tree', { name: 'Changed files' })
const files = (page: Page): Locator =>
  tree(page)
    .getByRole('treeitem')
    .filter({ has: page.getByRole('img') })
const diffOf = (page: Page, path: string): Locator => page.getByRole('region', { name: path, exact: true })

async function compare(page: Page, scope: string): Promise<void> {
  await page.getByRole('combobox', { name: 'What is compared' }).click()
  await page.getByRole('option', { name: scope }).click()
}

test('each scope shows its own changes, and follows what git does outside of the app', async ({
  app,
  installation,
}) => {
  const { page } = app
  await startTask(app, installation, 'try/scopes', fence('file:by-agent.txt', 'one'))
  await expect(files(page)).toHaveText([/by-agent/])
  const worktree = await worktreeOf(installation)
  await git(worktree, 'add', '--all')
  await git(
    worktree,
    '-c',
    'user.name=Ada',
    '-c',
    'user.email=ada@example.invalid',
    'commit',
    '-qm',
    'The work of the agent',
  )
  writeFileSync(join(worktree, 'src/cart.ts'), 'export const total = 2\nexport const tax = 2\n')
  await git(worktree, 'add', '--all')
  writeFileSync(join(worktree, 'loose.txt'), 'loose\n')

  await expect(files(page)).toHaveText([/cart/, /by-agent/, /loose/])
  await compare(page, 'Uncommitted')
  await expect(files(page)).toHaveText([/cart/, /loose/])
  await compare(page, 'Staged')
  await expect(files(page)).toHaveText([/cart/])
  await compare(page, 'This turn')
  await expect(files(page)).toHaveText([/by-agent/])
  await compare(page, 'Commits')
  await expect(page.getByRole('combobox', { name: 'Commit', exact: true })).toHaveText(
    'The work of the agent',
  )
  await expect(files(page)).toHaveText([/by-agent/])

  // Everything up to now counts as looked at: only what comes later is new.
  await page.getByRole('button', { name: 'More about the diff' }).click()
  await page.getByRole('menuitem', { name: 'Mark everything as looked at' }).click()
  await expect(page.getByText('Everything up to now counts as looked at').first()).toBeVisible()
  await compare(page, 'Since I last looked')
  await expect(page.getByText('Nothing new')).toBeVisible()
  writeFileSync(join(worktree, 'later.txt'), 'later\n')
  await expect(files(page)).toHaveText([/later/])

  // The choice is kept, and a reset by hand is seen.
  await page.reload()
  await expect(page.getByRole('combobox', { name: 'What is compared' })).toHaveText('Since I last looked')
  await compare(page, 'Against main')
  await git(worktree, 'reset', '-q', '--hard', 'main')
  await expect(files(page)).toHaveText([/later/, /loose/])
})

test('all files stand below one another; keys go from file to file and mark them as viewed until they change', async ({
  app,
  installation,
}) => {
  const { page } = app
  await startTask(app, installation, 'try/walk')
  const worktree = await worktreeOf(installation)
  await expect(page.getByText('No changes yet')).toBeVisible()
  const texts = (name: string) =>
    Array.from({ length: 60 }, (_, at) => `export const ${name}${at} = ${at}\n`).join('')
  mkdirSync(join(worktree, 'walk'))
  for (const name of ['a', 'b', 'c']) writeFileSync(join(worktree, `walk/${name}.ts`), texts(name))
  await expect(files(page)).toHaveText([/a\.ts/, /b\.ts/, /c\.ts/])
  const selected = tree(page).getByRole('treeitem', { selected: true })
  await expect(selected).toHaveText(/a\.ts/)
  await page.locator('body').press('j')
  await expect(selected).toHaveText(/b\.ts/)
  await expect(diffOf(page, 'walk/b.ts').getByText('b0 = 0')).toBeVisible()
  await page.locator('body').press('k')
  await expect(selected).toHaveText(/a\.ts/)
  await page.locator('body').press('n')
  await page.locator('body').press('n')
  await expect(selected).toHaveText(/b\.ts/)

  const viewed = diffOf(page, 'walk/b.ts').getByRole('checkbox', { name: 'Viewed' })
  await page.locator('body').press('v')
  await expect(viewed).toBeChecked()
  await expect(diffOf(page, 'walk/b.ts').getByText('b0 = 0')).toBeHidden()
  await page.reload()
  await files(page).filter({ hasText: 'b.ts' }).click()
  await expect(viewed).toBeChecked()
  writeFileSync(join(worktree, 'walk/b.ts'), texts('changed'))
  await files(page).filter({ hasText: 'b.ts' }).click()
  await expect(viewed).not.toBeChecked()
  await expect(diffOf(page, 'walk/b.ts').getByText('changed0 = 0')).toBeVisible()

  await page.getByRole('textbox', { name: 'Filter files' }).fill('c.ts')
  await expect(files(page)).toHaveText([/c\.ts/])
  await expect(diffOf(page, 'walk/b.ts')).toBeHidden()
})

test('pictures, renames, line ends and other encodings are shown as what they are', async ({
  app,
  installation,
}) => {
  const { page } = app
  await startTask(app, installation, 'try/kinds')
  const worktree = await worktreeOf(installation)
  await expect(page.getByText('No changes yet')).toBeVisible()
  const svg = (colour: string) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><circle r="20" cx="20" cy="20" fill="${colour}"/></svg>\n`
  writeFileSync(join(worktree, 'logo.svg'), svg('red'))
  await git(worktree, 'add', '--all')
  await git(
    worktree,
    '-c',
    'user.name=Ada',
    '-c',
    'user.email=ada@example.invalid',
    'commit',
    '-qm',
    'A logo',
  )
  await compare(page, 'Uncommitted')
  writeFileSync(join(worktree, 'logo.svg'), svg('green'))
  writeFileSync(join(worktree, 'README.md'), '# Shop\r\n')
  writeFileSync(join(worktree, 'wide.txt'), Buffer.from('\ufeffwide words\n', 'utf16le'))
  renameSync(join(worktree, 'src/old-name.ts'), join(worktree, 'src/new-name.ts'))
  await expect(files(page)).toHaveCount(4)
  const show = async (name: string, path: string): Promise<Locator> => {
    await files(page).filter({ hasText: name }).click()
    return diffOf(page, path)
  }
  const picture = await show('logo.svg', 'logo.svg')
  await expect(picture.getByRole('img', { name: /before|after/ })).toHaveCount(2)
  await expect(picture.getByText('40 × 40').first()).toBeVisible()
  await expect(picture.getByText('green')).toBeVisible()
  await expect(
    (await show('README.md', 'README.md')).getByText('Line ends changed from LF to CRLF.'),
  ).toBeVisible()
  await expect((await show('wide.txt', 'wide.txt')).getByText('wide words')).toBeVisible()
  await expect(
    (await show('new-name.ts', 'src/new-name.ts')).getByText(
      'Renamed from src/old-name.ts, nothing else changed.',
    ),
  ).toBeVisible()
})

test('two thousand files are listed and gone through, only those in view are drawn', async ({
  app,
  installation,
}) => {
  const { page } = app
  await startTask(app, installation, 'try/many')
  const worktree = await worktreeOf(installation)
  await expect(page.getByText('No changes yet')).toBeVisible()
  mkdirSync(join(worktree, 'many'))
  for (let at = 0; at < 2_000; at++)
    writeFileSync(join(worktree, `many/file-${at}.ts`), `export const value${at} = ${at}\n`)
  await expect(page.getByText(/^2,000 files/)).toBeVisible()
  await expect(diffOf(page, 'many/file-0.ts').getByText('value0 = 0')).toBeVisible()
  await tree(page).focus()
  await page.keyboard.press('End')
  await expect(diffOf(page, 'many/file-1999.ts').getByText('value1999 = 1999')).toBeVisible()
  expect(await page.locator('diffs-container').count()).toBeLessThan(60)
})
