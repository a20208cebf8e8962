import type { FileStamp, LineEnds, TextEncoding } from '../../../contracts/index.ts'

/** Edits that were not saved, and what they were made on. */
export interface FileDraft {
  text: string
  stamp: FileStamp
  encoding: TextEncoding
  lineEnds: LineEnds
}

/** Unsaved edits, kept over reloads and restarts. Keys are made by `draftKey`. */
export interface Drafts {
  get(key: string): Promise<FileDraft | null>
  put(key: string, draft: FileDraft): Promise<void>
  remove(key: string): Promise<void>
}

const store = 'drafts'

/** In the window's own database: drafts of large files are too much for local storage. */
export function createDrafts(factory: IDBFactory): Drafts {
  let opened: Promise<IDBDatabase> | undefined
  const open = (): Promise<IDBDatabase> =>
    (opened ??= new Promise((resolve, reject) => {
      const request = factory.open('switchyard.files', 1)
      request.addEventListener('upgradeneeded', () => request.result.createObjectStore(store))
      settle(request, resolve, reject)
    }))
  const run = async <Result>(
    mode: IDBTransactionMode,
    act: (drafts: IDBObjectStore) => IDBRequest<Result>,
  ): Promise<Result> => {
    const database = await open()
    return new Promise((resolve, reject) =>
      settle(act(database.transaction(store, mode).objectStore(store)), resolve, reject),
    )
  }
  return {
    get: async (key) =>
      (await run('readonly', (drafts) => drafts.get(key) as IDBRequest<FileDraft | undefined>)) ?? null,
    put: async (key, draft) => {
      await run('readwrite', (drafts) => drafts.put(draft, key))
    },
    remove: async (key) => {
      await run('readwrite', (drafts) => drafts.delete(key))
    },
  }
}

function settle<Result>(
  request: IDBRequest<Result>,
  resolve: (result: Result) => void,
  reject: (error: unknown) => void,
): void {
  request.addEventListener('success', () => resolve(request.result))
  request.addEventListener('error', () => reject(request.error ?? new Error('the database does not answer')))
}
