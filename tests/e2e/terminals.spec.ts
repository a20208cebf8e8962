import { join } from 'node:path'
import { expect, test } from './fixture.ts'
import { startTask, worktreeOf } from './steps.ts'
import { copy, newTerminal, runInto, screenText, terminal, type } from './terminal-steps.ts'

test('a terminal works in the worktree, in its size, and beside another', async ({ app, installation }) => {
  const { page } = app
  await startTask(app, installation, 'try/terminal')
  const worktree = await worktreeOf(installation)
  const out = (name: string) => join(installation.folder, name)

  await page.keyboard.press('Control+`')
  expect(await runInto(page, 'pwd', out('pwd'))).toBe(worktree)
  await type(page, 'printf "%s-%s\\n" answer $((6*7))\n')
  await expect.poll(() => screenText(page)).toContain('answer-42')

  const wide = Number(await runInto(page, 'tput cols', out('wide')))
  await page.setViewportSize({ width: 1100, height: 700 })
  await expect
    .poll(async () => Number(await runInto(page, 'tput cols', out(`narrow-${Date.now()}`))))
    .toBeLessThan(wide)

  const first = await runInto(page, 'echo $$', out('first'))
  await newTerminal(page)
  await expect(page.getByRole('tab', { name: 'bash' })).toHaveCount(2)
  expect(await runInto(page, 'echo $$', out('second'))).not.toBe(first)
  await page.getByRole('tab', { name: 'bash' }).first().click()
  expect(await runInto(page, 'echo $$', out('first-again'))).toBe(first)
})

test('a terminal and its text survive a reload, a quit and a kill of the app', async ({
  app,
  installation,
}) => {
  await startTask(app, installation, 'try/survive')
  const out = (name: string) => join(installation.folder, name)
  await app.page.keyboard.press('Control+`')
  await type(app.page, 'echo kept-$((1000+234))\n')
  const shell = await runInto(app.page, 'echo $$', out('pid'))

  const check = async (name: string): Promise<void> => {
    await app.page.getByRole('tab', { name: 'bash' }).click()
    await expect(terminal(app.page)).toBeVisible()
    await expect.poll(() => screenText(app.page)).toContain('kept-1234')
    expect(await runInto(app.page, 'echo $$', out(name))).toBe(shell)
  }
  await app.page.reload()
  await check('after-reload')
  await app.quit()
  await app.start()
  await check('after-quit')
  await app.kill()
  await app.start()
  await check('after-kill')
})

test('text is found, pasted, and the keyboard gets out again', async ({ app, installation }) => {
  const { page } = app
  await startTask(app, installation, 'try/find')
  await page.keyboard.press('Control+`')
  await type(page, 'echo needle-$((1+1))\n')
  await expect.poll(() => screenText(page)).toContain('needle-2')
  await page.keyboard.press('Control+Shift+f')
  const find = page.getByRole('textbox', { name: 'Find in terminal' })
  await find.fill('needle-2')
  await expect(find).not.toHaveAttribute('aria-invalid', 'true')
  await find.fill('absent')
  await expect(find).toHaveAttribute('aria-invalid', 'true')
  await page.keyboard.press('Escape')
  await expect(find).toBeHidden()

  await copy(page, 'echo pasted-$((3*3))')
  await terminal(page).getByRole('textbox', { name: 'Terminal input' }).focus()
  await page.keyboard.press('Control+Shift+v')
  await page.keyboard.press('Enter')
  await expect.poll(() => screenText(page)).toContain('pasted-9')

  await page.keyboard.press('Control+Shift+Escape')
  await expect(page.getByRole('tab', { name: 'bash' })).toBeFocused()
})

test('a shell that ends says how, and its tab is closed', async ({ app, installation }) => {
  const { page } = app
  await startTask(app, installation, 'try/exit')
  await page.keyboard.press('Control+`')
  await type(page, 'exit 3\n')
  await expect(terminal(page).getByRole('status')).toContainText('3')
  await terminal(page).getByRole('button', { name: 'Close' }).click()
  await expect(page.getByRole('tab', { name: 'bash' })).toBeHidden()
  expect(await installation.json<unknown[]>('terminal', 'list')).toEqual([])
})
