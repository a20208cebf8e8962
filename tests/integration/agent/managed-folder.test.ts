import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  assertManaged,
  assertWorktreeInside,
  makeManagedFolder,
  managedFolder,
  markerName,
  removeManagedFolder,
} from '../../../src/agent/workspaces/managed-folder.ts'
import { newId } from '../../../src/base/index.ts'
import { temporaryFolder } from '../../hosts/git/index.ts'
import { codeOf } from './harness.ts'

let folder: string
let root: string
let remove: () => void
const id = newId('workspace')

beforeEach(() => {
  ;({ path: folder, remove } = temporaryFolder('managed'))
  root = join(folder, 'worktrees')
})
afterEach(() => remove())

test('a folder of ours is one with our marker where the managed root says', async () => {
  expect(await assertManaged(root, id)).toBe(false)
  await makeManagedFolder(root, id)
  expect(await assertManaged(root, id)).toBe(true)
  expect(await removeManagedFolder(root, id)).toBe(true)
  expect(existsSync(managedFolder(root, id))).toBe(false)
})

test('also when the managed root itself is reached through a link', async () => {
  mkdirSync(join(folder, 'disk'))
  symlinkSync(join(folder, 'disk'), root)
  await makeManagedFolder(root, id)
  expect(await assertManaged(root, id)).toBe(true)
  expect(await removeManagedFolder(root, id)).toBe(true)
})

test('a link in the managed root is not ours, even where the marker behind it names us', async () => {
  const elsewhere = join(folder, 'elsewhere')
  mkdirSync(elsewhere)
  writeFileSync(join(elsewhere, markerName), id)
  mkdirSync(root)
  symlinkSync(elsewhere, managedFolder(root, id))
  expect(await codeOf(assertManaged(root, id))).toBe('forbidden')
  expect(await codeOf(removeManagedFolder(root, id))).toBe('forbidden')
  expect(existsSync(join(elsewhere, markerName))).toBe(true)
})

test('a worktree that leads out of its workspace is refused, into another workspace too', async () => {
  const mine = await makeManagedFolder(root, id)
  const other = await makeManagedFolder(root, newId('workspace'))
  for (const [name, target] of [
    ['out', folder],
    ['other', other],
    ['up', mine],
  ] as const)
    symlinkSync(target, join(mine, name))
  for (const name of ['out', 'other', 'up'])
    expect(await codeOf(assertWorktreeInside(root, id, join(mine, name)))).toBe('forbidden')
  mkdirSync(join(mine, 'repo'))
  expect(await assertWorktreeInside(root, id, join(mine, 'repo'))).toBe(true)
  expect(await assertWorktreeInside(root, id, join(mine, 'gone'))).toBe(false)
})

test('a folder is not made over one that is there', async () => {
  mkdirSync(managedFolder(root, id), { recursive: true })
  await expect(makeManagedFolder(root, id)).rejects.toThrow('EEXIST')
})
