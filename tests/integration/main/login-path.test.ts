import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { loginPath } from '../../../src/main/nodes/transports/login-path.ts'
import { temporaryFolder } from '../../hosts/git/index.ts'

let folder: string
let remove: () => void
beforeEach(() => {
  const temporary = temporaryFolder('login')
  folder = temporary.path
  remove = temporary.remove
  for (const file of ['.bashrc', '.bash_profile'])
    writeFileSync(join(folder, file), 'echo Welcome\nexport PATH="$HOME/agents:$PATH"\n')
})
afterEach(() => remove())

const env = (over: Record<string, string> = {}) => ({
  HOME: folder,
  SHELL: '/bin/bash',
  PATH: '/usr/bin:/bin',
  ...over,
})

it('adds what the login shell adds where a desktop started the app', async () => {
  const folders = (await loginPath(env()))?.split(':') ?? []
  expect(folders[0]).toBe(join(folder, 'agents'))
  expect(folders).toEqual(expect.arrayContaining(['/usr/bin', '/bin']))
  expect(new Set(folders).size).toBe(folders.length)
})

it('is as it is in a terminal, on Windows, without a shell, and with one that fails', async () => {
  const own = '/usr/bin:/bin'
  expect(await loginPath(env({ TERM: 'xterm' }))).toBe(own)
  expect(await loginPath(env(), 'win32')).toBe(own)
  expect(await loginPath(env({ SHELL: '' }))).toBe(own)
  const broken = join(folder, 'shell')
  writeFileSync(broken, '#!/bin/sh\nexit 3\n')
  chmodSync(broken, 0o755)
  expect(await loginPath(env({ SHELL: broken }))).toBe(own)
})
