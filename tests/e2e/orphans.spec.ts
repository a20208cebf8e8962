import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './fixture.ts'
import { look } from './look.ts'
import { makeShop, openProject } from './steps.ts'

test('what is left behind is listed in Settings with what it holds, and cleaned after a question', async ({
  app,
  installation,
}) => {
  const { page } = app
  await openProject(app, await makeShop(installation))
  const id = 'ws_00000000000000000000'
  const folder = join(installation.home.worktrees, id)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, '.switchyard-workspace'), `${id}\n`)
  mkdirSync(join(installation.home.worktrees, 'not-ours'))
  await page.evaluate(() => void (location.hash = '/settings/about'))
  const left = page.getByRole('region', { name: 'Left behind' })
  await expect(left.getByRole('listitem')).toHaveCount(2)
  await expect(left).toContainText('Stays: Switchyard did not make it')
  await look(page, 'left-behind')
  await left
    .getByRole('listitem')
    .filter({ hasText: id })
    .getByRole('button', { name: 'Remove folder' })
    .click()
  const question = page.getByRole('dialog', { name: 'Remove folder' })
  await expect(question).toContainText('Uncommitted work is kept in a backup first')
  await question.getByRole('button', { name: 'Remove folder' }).click()
  await expect(left.getByRole('listitem')).toHaveCount(1)
  expect(existsSync(folder)).toBe(false)
  expect(existsSync(join(installation.home.worktrees, 'not-ours'))).toBe(true)
})
