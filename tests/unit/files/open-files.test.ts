import { beforeEach, describe, expect, test } from 'vitest'
import {
  Failure,
  type FileContent,
  type FileSave,
  type RepositoryId,
  type WorkspaceId,
} from '../../../src/contracts/index.ts'
import type { AppClient } from '../../../src/renderer/client/index.ts'
import type { FileDraft } from '../../../src/renderer/features/files/drafts.ts'
import { FilesModel } from '../../../src/renderer/features/files/files-model.ts'
import { fileKey } from '../../../src/renderer/features/files/open-file.ts'

const repositoryId = 'repo_1' as RepositoryId
const place = { repositoryId, path: 'a.ts' }
const key = fileKey(place)

/** A disk with one file, whose stamp is its text. */
let disk: string | null
let drafts: Map<string, FileDraft>
let model: FilesModel
const saves: FileSave[] = []

const content = (text: string): FileContent => ({
  kind: 'text',
  size: text.length,
  modifiedAt: 1,
  stamp: text,
  text,
  encoding: 'utf8',
  lineEnds: 'lf',
  readOnly: null,
  cut: false,
})

const files = {
  read: ({ known }: { known?: string | null }) => {
    if (disk === null) return Promise.reject(new Failure('file_not_found', 'gone'))
    return Promise.resolve(known === disk ? { kind: 'unchanged' as const } : content(disk))
  },
  save: (save: FileSave) => {
    saves.push(save)
    if (save.expected !== disk && !save.overwrite)
      return Promise.reject(
        new Failure('file_changed', 'changed', disk === null ? { details: { gone: true } } : {}),
      )
    disk = save.text
    return Promise.resolve({ stamp: save.text, size: 1, modifiedAt: 2, backup: null })
  },
}

const make = (): FilesModel =>
  new FilesModel({
    workspaceId: 'ws_1' as WorkspaceId,
    client: { files } as unknown as Pick<AppClient, 'files'>,
    drafts: {
      get: (id) => Promise.resolve(drafts.get(id) ?? null),
      put: (id, draft) => Promise.resolve(void drafts.set(id, draft)),
      remove: (id) => Promise.resolve(void drafts.delete(id)),
    },
    now: () => 1,
    draftFailed: () => undefined,
  })

const open = async (): Promise<void> => {
  model.open(place)
  await expect.poll(() => model.file(key)?.content).not.toBeNull()
}

/** As the editor does it. */
function type(text: string): void {
  const file = model.file(key)
  model.editors.set(key, {
    round: file?.round ?? 0,
    top: 0,
    state: { doc: { toString: () => text } } as never,
  })
  model.edited(key, () => text)
}

beforeEach(() => {
  disk = 'one'
  drafts = new Map()
  saves.length = 0
  model = make()
})

describe('open files', () => {
  test('without unsaved edits a file follows the disk', async () => {
    await open()
    disk = 'two'
    await model.check(key)
    expect(model.file(key)).toMatchObject({ content: { text: 'two' }, conflict: null, dirty: false })
  })

  test('with unsaved edits a change of the disk is a conflict, and none any more when it is undone there', async () => {
    await open()
    type('mine')
    disk = 'two'
    await model.check(key)
    expect(model.file(key)).toMatchObject({
      content: { text: 'one' },
      conflict: { kind: 'changed', content: { text: 'two' } },
    })
    disk = 'one'
    await model.check(key)
    expect(model.file(key)?.conflict).toBeNull()
  })

  test('saving carries the content the edits were made on; a conflict writes nothing', async () => {
    await open()
    type('mine')
    disk = 'two'
    expect(await model.save(key)).toBeNull()
    expect(saves).toMatchObject([{ text: 'mine', expected: 'one', overwrite: false }])
    expect([disk, model.file(key)?.conflict?.kind]).toEqual(['two', 'changed'])
    await model.save(key, true)
    expect([disk, model.file(key)?.conflict, model.file(key)?.dirty]).toEqual(['mine', null, false])
  })

  test('a file that is deleted on the disk is told, and saved again when wanted', async () => {
    await open()
    disk = null
    await model.check(key)
    expect(model.file(key)).toMatchObject({ conflict: { kind: 'gone' }, content: { text: 'one' } })
    await model.save(key, true)
    expect(disk).toBe('one')
  })

  test('unsaved edits are there in the next window, with what they were made on', async () => {
    await open()
    type('mine')
    await expect.poll(() => drafts.size).toBe(1)
    disk = 'two'
    model = make()
    await open()
    expect(model.file(key)).toMatchObject({ dirty: true, draft: 'mine', conflict: { kind: 'changed' } })
    expect(model.textOf(key)).toBe('mine')
    await model.reload(key)
    expect(model.file(key)).toMatchObject({ dirty: false, content: { text: 'two' }, conflict: null })
    expect(drafts.size).toBe(0)
  })

  test('edits that are undone leave no draft, saved ones neither', async () => {
    await open()
    type('mine')
    await expect.poll(() => drafts.size).toBe(1)
    model.edited(key, null)
    await expect.poll(() => drafts.size).toBe(0)
    expect(model.file(key)?.dirty).toBe(false)
    type('more')
    await model.save(key)
    expect(drafts.size).toBe(0)
  })

  test('a renamed file takes its edits along', async () => {
    await open()
    type('mine')
    await expect.poll(() => drafts.size).toBe(1)
    await model.moved(place, 'b.ts')
    const moved = fileKey({ repositoryId, path: 'b.ts' })
    expect(model.store.getState().active).toBe(moved)
    expect([model.textOf(moved), [...drafts.keys()]]).toEqual(['mine', [`ws_1 ${moved}`]])
  })

  test('closing leads to the neighbour, and keeps the edits for the next time', async () => {
    await open()
    type('mine')
    await expect.poll(() => drafts.size).toBe(1)
    model.open({ repositoryId, path: 'b.ts' })
    model.show(key)
    model.close(key)
    expect(model.store.getState().active).toBe(fileKey({ repositoryId, path: 'b.ts' }))
    await open()
    expect(model.file(key)).toMatchObject({ dirty: true, draft: 'mine' })
  })
})
