import { useState } from 'react'
import type { WorkspaceId } from '../../../contracts/index.ts'
import { count, useAct, useServices } from '../../app/index.ts'
import { Button, ErrorNote, Input } from '../../ui/index.ts'

const shortSha = 10

/** Commits everything that is not committed yet. */
export function CommitBar({
  workspaceId,
  files,
  onCommitted,
}: {
  workspaceId: WorkspaceId
  files: number
  onCommitted(): void
}) {
  const { client, toasts, commandKey } = useServices()
  const [message, setMessage] = useState('')
  const act = useAct()
  const output = act.failure?.details?.['output']
  const blocked =
    files === 0 ? 'Everything is committed' : message.trim() === '' ? 'Write a commit message first' : false
  const commit = async (): Promise<void> => {
    if (blocked || act.busy) return
    await act.run(async () => {
      const { commits } = await client.git.commit({ workspace: workspaceId, message })
      setMessage('')
      onCommitted()
      toasts.show({
        title: `Committed ${commits.map(({ repository, sha }) => `${sha.slice(0, shortSha)} in ${repository}`).join(', ')}`,
      })
    })
  }
  return (
    <footer className="flex flex-none flex-col gap-2 border-t border-line bg-panel px-3 py-2.5">
      {act.failure && (
        <ErrorNote error={act.failure}>
          {typeof output === 'string' && (
            <pre
              tabIndex={0}
              aria-label="Output of git"
              className="mt-1 max-h-40 overflow-auto rounded-sm bg-input p-2 font-mono text-sm whitespace-pre-wrap select-text"
            >
              {output}
            </pre>
          )}
        </ErrorNote>
      )}
      <form
        className="flex items-center gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          void commit()
        }}
      >
        <Input
          className="flex-1"
          value={message}
          aria-label="Commit message"
          placeholder={files === 0 ? 'Everything is committed' : 'Commit message'}
          onChange={(event) => setMessage(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (commandKey ? event.metaKey : event.ctrlKey)) void commit()
          }}
        />
        <Button type="submit" kind="primary" loading={act.busy} disabled={blocked}>
          {files === 0 ? 'Commit' : `Commit ${count(files, 'file')}`}
        </Button>
      </form>
    </footer>
  )
}
