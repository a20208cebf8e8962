import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect, test } from './fixture.ts'
import { look } from './look.ts'
import { makeShop, openProject } from './steps.ts'

const go = (page: Page, route: string): Promise<void> =>
  page.evaluate((hash) => void (location.hash = hash), route)

test('the audit log is read, filtered and saved; a node is revoked after a question, and enrolled again', async ({
  app,
  installation,
}) => {
  const { page } = app
  await openProject(app, await makeShop(installation))
  await go(page, '/settings/security')
  const log = page.getByRole('region', { name: 'Audit log' })
  await expect(log.getByRole('row')).toHaveCount(2)
  await expect(log.getByRole('row').last()).toContainText('project.add')
  await look(page, 'settings-security')

  await page.getByRole('button', { name: 'Revoke node' }).click()
  const question = page.getByRole('dialog', { name: /^Revoke / })
  await expect(question).toContainText('This ends 0 sessions')
  await look(page, 'revoke-node')
  await question.getByRole('button', { name: 'Revoke node' }).click()
  await expect(page.getByRole('button', { name: 'Enrol again' })).toBeVisible()
  await expect(page.getByText('Takes no orders since')).toBeVisible()
  await look(page, 'node-revoked')
  await page.getByRole('button', { name: 'Enrol again' }).click()
  await expect(page.getByRole('button', { name: 'Revoke node' })).toBeVisible()

  await log.getByRole('searchbox', { name: 'Find in the audit log' }).fill('node.')
  await expect(log.getByRole('row')).toHaveCount(3)
  const download = page.waitForEvent('download')
  await log.getByRole('button', { name: 'Export' }).click()
  const saved = readFileSync(await (await download).path(), 'utf8')
    .trim()
    .split('\r\n')
  expect(saved.map((line) => line.split(',')[3])).toEqual(['what', 'node.enrol', 'node.revoke'])
})
