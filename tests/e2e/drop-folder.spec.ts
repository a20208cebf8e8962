import { expect, test } from './fixture.ts'
import { makeShop } from './steps.ts'

test('a dropped repository becomes a project where the host knows its path, else it is asked for', async ({
  app,
  installation,
}, info) => {
  const { page } = app
  await expect(page.getByRole('heading', { name: 'Open a repository to begin' })).toBeVisible()
  const repository = await makeShop(installation)
  await app.drop(repository)
  if (info.project.name === 'browser') {
    const dialog = page.getByRole('dialog', { name: 'Choose a repository' })
    await expect(dialog).toContainText('A browser does not say where a dropped folder is')
    await dialog.getByRole('textbox', { name: 'Path of the folder' }).fill(repository)
    await dialog.getByRole('button', { name: 'Add project' }).click()
  }
  await expect(page.getByText('No workspaces yet')).toBeVisible()
  await expect(page.getByText(repository)).toBeVisible()
})
