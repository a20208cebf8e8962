import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from './fixture.ts'
import { look } from './look.ts'
import { approval, composer, fence, git, say, startTask, worktreeOf } from './steps.ts'

const edit = (path: string, text: string): string => fence(`file:${path}`, text)

test('a message is edited and sent again; what followed folds away and can be gone on from', async ({
  app,
  installation,
}) => {
  const { page } = app
  await startTask(app, installation, 'try/branches', 'Say the first thing')
  const log = page.getByRole('log')
  await expect(log.getByText('Say the first thing')).toHaveCount(2)
  await say(page, 'Say the second thing')
  await expect(log.getByText('Say the second thing')).toHaveCount(2)
  await say(page, 'Say the third thing')
  await expect(log.getByText('Say the third thing')).toHaveCount(2)

  await log.getByText('Say the second thing').first().hover()
  await log.getByRole('button', { name: 'Edit and send again' }).nth(1).click()
  const dialog = page.getByRole('dialog', { name: 'Edit and send again' })
  await expect(
    dialog.getByText('The earlier answer and 1 later turn are folded away, not deleted.'),
  ).toBeVisible()
  await look(page, 'turn-edit')
  await dialog.getByRole('textbox', { name: 'Message' }).fill('Say something else')
  await dialog.getByRole('textbox', { name: 'Message' }).press('Control+Enter')
  await expect(dialog).toBeHidden()
  await expect(log.getByText('Say something else')).toHaveCount(2)
  await expect(log.getByText('Say the second thing')).toHaveCount(0)

  const left = log.getByRole('button', { name: '2 turns of an earlier branch' })
  await left.click()
  await expect(log.getByText('Say the third thing')).toHaveCount(2)
  await look(page, 'turn-branch')
  await log.getByRole('button', { name: 'Go on from here' }).click()
  await expect(log.getByRole('button', { name: '1 turn of an earlier branch' })).toBeVisible()
  await expect(log.getByText('Say something else')).toHaveCount(0)
  await expect(log.getByText('Say the third thing')).toHaveCount(2)
  await expect(composer(page)).toBeEnabled()
})

test('what a turn changed is shown and taken back; what was changed since stays', async ({
  app,
  installation,
}) => {
  const { page } = app
  await startTask(app, installation, 'try/undo', edit('src/cart.ts', 'export const total = 3'))
  const log = page.getByRole('log')
  const changes = log.getByRole('button', { name: /1 file changed in this turn/ })
  await changes.click()
  await log
    .getByRole('button', { name: /src\/cart\.ts/ })
    .last()
    .click()
  await expect(log.getByText('export const total = 3').last()).toBeVisible()
  await look(page, 'turn-changes')
  const worktree = await worktreeOf(installation)
  await writeFile(join(worktree, 'mine.txt'), 'mine\n')

  await log.getByRole('button', { name: 'Undo this turn' }).click()
  const dialog = page.getByRole('dialog', { name: 'Undo this turn' })
  await expect(dialog.getByText('src/cart.ts')).toBeVisible()
  await look(page, 'turn-undo')
  await dialog.getByRole('button', { name: 'Take back' }).click()
  await expect(page.getByText('Took back 1 file')).toBeVisible()
  expect(await readFile(join(worktree, 'src/cart.ts'), 'utf8')).toContain('total = 1')
  expect(await readFile(join(worktree, 'mine.txt'), 'utf8')).toBe('mine\n')
  const backup = await git(worktree, 'for-each-ref', '--format=%(refname)', 'refs/switchyard/backup')
  expect(await git(worktree, 'show', `${backup}:src/cart.ts`)).toContain('total = 3')
})

test('a retry puts the files back first when asked to', async ({ app, installation }) => {
  const { page } = app
  await startTask(
    app,
    installation,
    'try/restore',
    `${fence('sh', 'test ! -e new.txt')}${edit('new.txt', 'new')}`,
  )
  await approval(page).getByRole('button', { name: 'Allow once' }).click()
  const log = page.getByRole('log')
  await expect(log.getByRole('button', { name: /1 file changed in this turn/ })).toBeVisible()
  await log.getByRole('button', { name: 'Retry' }).click()
  const dialog = page.getByRole('dialog', { name: 'Retry' })
  await dialog.getByRole('checkbox', { name: 'Put the files back to before this turn' }).click()
  await dialog.getByRole('button', { name: 'Put back and send' }).click()
  await expect(log.getByRole('button', { name: '1 turn of an earlier branch' })).toBeVisible()
  await expect(approval(page)).toBeVisible()
  expect(await git(await worktreeOf(installation), 'status', '--porcelain')).toBe('')
})
