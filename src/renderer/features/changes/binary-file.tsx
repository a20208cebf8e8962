import { useEffect } from 'react'
import { useLoad, useServices } from '../../app/index.ts'
import type { ChangedEntry } from './changed-entry.ts'
import { fileOf, useDiffList } from './diff-list-context.ts'

/** Git takes a file for binary; texts in UTF-16 are among those, and are shown. */
export function BinaryFile({ entry }: { entry: ChangedEntry }) {
  const { client } = useServices()
  const list = useDiffList()
  const { id, file } = entry
  const loaded = useLoad(`${id}:${file.stamp}`, (signal) => client.git.file(fileOf(list, entry), { signal }))
  const texts = loaded.phase === 'ready' && !loaded.data.binary && !loaded.data.tooLarge ? loaded.data : null
  const { showTexts } = list
  useEffect(() => {
    if (texts && (texts.oldText ?? texts.newText) !== null) showTexts(id, file.stamp, texts)
  }, [texts, showTexts, id, file.stamp])
  return (
    <p className="px-4 py-3 font-sans text-sm text-muted">
      {loaded.phase === 'ready' && loaded.data.tooLarge
        ? 'A large binary file. Its content is not shown.'
        : 'A binary file. Its content is not shown.'}
    </p>
  )
}
