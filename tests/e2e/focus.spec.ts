import { expect, test } from './fixture.ts'
import { openWorkspace, makeShop, openProject } from './steps.ts'

test('the focus returns to what opened a dialog or a menu', async ({ app, installation }) => {
  const { page } = app
  await openProject(app, await makeShop(installation))
  const create = page.getByRole('main').getByRole('button', { name: 'New workspace' }).last()
  await create.focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'New workspace' })
  await expect(dialog.getByRole('textbox', { name: 'Task' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(create).toBeFocused()

  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(sheet).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
  await expect(create).toBeFocused()
})

test('Tab stays inside a dialog', async ({ app, installation }) => {
  const { page } = app
  await openProject(app, await makeShop(installation))
  await page.keyboard.press('Alt+n')
  const dialog = page.getByRole('dialog', { name: 'New workspace' })
  const task = dialog.getByRole('textbox', { name: 'Task' })
  await expect(task).toBeFocused()
  const inside = () => dialog.evaluate((element) => element.contains(document.activeElement))
  // More than the dialog has controls.
  for (let presses = 0; presses < 20; presses++) {
    await page.keyboard.press('Tab')
    await expect.poll(inside).toBe(true)
  }
})

test('a menu is walked and left with the keyboard', async ({ app, installation }) => {
  const { page } = app
  await openProject(app, await makeShop(installation))
  await openWorkspace(app, 'try/menu')
  const button = page.getByRole('button', { name: 'New session or terminal' })
  await button.focus()
  await page.keyboard.press('Enter')
  const item = page.getByRole('menuitem', { name: 'Terminal' })
  await expect(item).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('menuitem', { name: 'Runbook' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(item).toBeHidden()
  await expect(button).toBeFocused()
})
