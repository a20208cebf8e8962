import { join } from 'node:path'
import { makeRepository, type Installation } from '../hosts/switchyard/index.ts'
import { fence } from './steps.ts'

const before = `import { post } from './http'

export interface Form {
  user: string
  password: string
}

export async function login(form: Form) {
  const timer = setTimeout(fail, 30_000)
  try {
    return await post('/session', form)
  } finally {
    retry()
  }
}
`
/** Without the line end: a step's block brings its own. */
const after = `import { post } from './http'
import { settings } from '../settings'

export interface Form {
  user: string
  password: string
}

export async function login(form: Form) {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), settings.loginTimeoutMs)
  try {
    return await post('/session', form, abort.signal)
  } finally {
    // Never two logins in flight.
    clearTimeout(timer)
  }
}`
const work = [
  'The session client gives up after a **fixed 30 s**, and the retry starts a second request. I will make the ' +
    'limit configurable and abort the stale request.',
  fence('file:src/auth/session-client.ts', after),
  fence('sh', 'rm src/auth/legacy-timer.ts && git status --short'),
  fence('file:src/auth/session-client.test.ts', "test('aborts a stale request', async () => {})"),
  'Both hold. Now the tests:',
  fence('sh', 'echo "aborts a stale request (12 ms)"; echo "reads the timeout from the settings"'),
].join('\n\n')
const question = `Run the suite once more.\n\n${fence('sh', 'npm test -- session-client')}`

/** Ids of what a screen shows. */
export interface Demo {
  projectId: string
  workspaceId: string
}

/** A project as after a morning's work: one turn is done, the next asks, and another workspace is untouched. */
export async function makeDemo(installation: Installation): Promise<Demo> {
  const repository = await makeRepository(join(installation.folder, 'storefront'), {
    'README.md': '# Storefront\n',
    'src/auth/session-client.ts': before,
    'src/auth/legacy-timer.ts': 'export const legacy = 1\nexport const timer = 2\n',
    'src/cart/cart.ts': 'export const cart = []\n',
  })
  const create = async (...args: string[]): Promise<string> =>
    (await installation.json<{ id: string }>(...args)).id
  const workspace = (branch: string, name: string): Promise<string> =>
    create('workspace', 'create', '--project', 'storefront', '--branch', branch, '--name', name)

  const projectId = await create('project', 'add', repository)
  const workspaceId = await workspace('fix/login-timeout', 'Login timeout')
  await workspace('fix/cart-totals', 'Cart totals rounding')
  const session = await create(
    'session',
    'create',
    '--workspace',
    workspaceId,
    '--agent',
    'runbook',
    '--title',
    'Find the timeout',
  )
  await installation.json('session', 'prompt', session, '--text', work, '--wait', '--approve', 'once')
  await installation.json('session', 'prompt', session, '--text', question)
  return { projectId, workspaceId }
}
