import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './fixture.ts'
import { approval, fence, startTask } from './steps.ts'

/** A command that prints a number and waits for a file before it goes on. */
const gated = (folder: string, last: number): string =>
  Array.from(
    { length: last },
    (_, at) => `echo step-$((${at}+1)); until [ -e '${folder}/go-${at + 1}' ]; do sleep 0.05; done`,
  ).join('\n')

test('a turn goes on through a reload, a quit and a kill, and everything is there once', async ({
  app,
  installation,
}) => {
  const { folder } = installation
  const go = (step: number) => writeFileSync(join(folder, `go-${step}`), '')
  await startTask(app, installation, 'try/durable', `${fence('sh', gated(folder, 4))}\nAll four are done.`)
  await approval(app.page).getByRole('button', { name: 'Allow once' }).click()
  const output = () => app.page.getByLabel('Output')
  await expect(output()).toContainText('step-1')

  await app.page.reload()
  await expect(output()).toContainText('step-1')
  go(1)
  await expect(output()).toContainText('step-2')

  await app.quit()
  go(2)
  await app.start()
  await expect(output()).toContainText('step-3')

  await app.kill()
  go(3)
  await app.start()
  await expect(output()).toContainText('step-4')
  await expect(app.page.getByRole('button', { name: 'Stop' })).toBeVisible()
  go(4)
  await expect(app.page.getByText('All four are done.').last()).toBeVisible()
  await expect(output()).toHaveText(/^\s*step-1\s+step-2\s+step-3\s+step-4\s*$/)
  await expect(app.page.getByRole('log').getByText('All four are done.')).toHaveCount(2)
})

test('an approval asked before the app was killed waits afterwards and can be answered', async ({
  app,
  installation,
}) => {
  await startTask(app, installation, 'try/asked', fence('sh', 'echo answered-late'))
  await expect(approval(app.page)).toBeVisible()
  await app.kill()
  await app.start()
  await expect(app.page.getByRole('link', { name: /Needs you/ })).toContainText('1')
  await approval(app.page).getByRole('button', { name: 'Allow once' }).click()
  await expect(app.page.getByLabel('Output')).toContainText('answered-late')
})

test('the draft of a message is there after a reload', async ({ app, installation }) => {
  await startTask(app, installation, 'try/draft', 'Say hello.')
  const input = () => app.page.getByRole('textbox', { name: /^Message / })
  await expect(app.page.getByRole('log').getByText('Say hello.')).toHaveCount(2)
  await input().fill('half a thought')
  await app.page.reload()
  await expect(input()).toHaveValue('half a thought')
})
