import { Settings2, Sparkles } from 'lucide-react'
import { useState } from 'react'
import type { RepositoryId, WorkspaceId } from '../../../../contracts/index.ts'
import { count, useAct, useLoad, useServices } from '../../../app/index.ts'
import { Button, Checkbox, ErrorNote, IconButton, Popover, Segmented, Textarea } from '../../../ui/index.ts'
import { useCommit } from './use-commit.ts'

type What = 'all' | 'staged'

export interface CommitBarProps {
  workspaceId: WorkspaceId
  /** Uncommitted files of all repositories. */
  files: number
  /** Changes whenever the changes do. */
  version: string
  /** Null: each repository that has something to commit. */
  repositoryId: RepositoryId | null
  onCommitted(): void
}

/** Commits what is uncommitted or what is staged, or makes the last commit anew. */
export function CommitBar({ workspaceId, files, version, repositoryId, onCommitted }: CommitBarProps) {
  const { client, commandKey } = useServices()
  const [message, setMessage] = useState('')
  const [what, setWhat] = useState<What>('all')
  const [amend, setAmend] = useState(false)
  const [signOff, setSignOff] = useState(false)
  const [noVerify, setNoVerify] = useState(false)
  const committing = useCommit(workspaceId)
  const proposing = useAct()
  const looked = useLoad(`${workspaceId} ${version}`, (signal) =>
    client.staging.outlook({ workspace: workspaceId }, { signal }),
  )
  const outlooks =
    looked.phase === 'ready' ? looked.data : looked.phase === 'loading' ? looked.last : undefined
  const own = (outlooks ?? []).filter((each) => repositoryId === null || each.repositoryId === repositoryId)
  const staged = own.reduce((sum, each) => sum + each.staged.length, 0)
  const last = own.length === 1 ? (own[0]?.last ?? null) : null
  const amending = amend && last !== null
  const chosen: What = what === 'staged' && staged > 0 ? 'staged' : 'all'
  const amount = chosen === 'staged' ? staged : files
  const reworded = amending && message.trim() !== last.message
  const blocked =
    amount === 0 && !reworded
      ? amending
        ? 'Change the message, or something to add'
        : 'Everything is committed'
      : message.trim() === ''
        ? 'Write a commit message first'
        : false
  const commit = async (amendPushed = false): Promise<void> => {
    if (blocked || committing.running) return
    const how = {
      what: amount === 0 ? ('nothing' as const) : chosen,
      message: message.trim(),
      amend: amending,
      amendPushed,
      signOff,
      noVerify,
    }
    if (!(await committing.run(how, amending ? (own[0]?.repositoryId ?? null) : repositoryId))) return
    setMessage('')
    setAmend(false)
    looked.reload()
    onCommitted()
  }
  const propose = (): void =>
    void proposing.run(async () => {
      const proposal = await client.staging.proposeMessage({
        workspace: workspaceId,
        ...(repositoryId ? { repositoryId } : {}),
      })
      setMessage(proposal.message)
    })
  const setAmending = (value: boolean): void => {
    setAmend(value)
    if (value && message.trim() === '') setMessage(last?.message ?? '')
    else if (!value && message === last?.message) setMessage('')
  }
  return (
    <footer className="flex flex-none flex-col gap-2 border-t border-line bg-panel px-3 py-2.5">
      {committing.failure && (
        <ErrorNote error={committing.failure}>
          {committing.failure.code === 'already_pushed' && (
            <Button size="sm" kind="danger" className="my-1 self-start" onClick={() => void commit(true)}>
              Amend all the same
            </Button>
          )}
        </ErrorNote>
      )}
      {proposing.failure && <ErrorNote error={proposing.failure} />}
      {committing.output !== '' && (
        <pre
          tabIndex={0}
          aria-label="Output of git"
          className="max-h-40 overflow-auto rounded-sm bg-input p-2 font-mono text-sm whitespace-pre-wrap select-text"
        >
          {committing.output}
        </pre>
      )}
      <form
        className="flex flex-wrap items-start gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          void commit()
        }}
      >
        <Textarea
          className="max-h-40 min-w-48 flex-1 basis-64 py-[3px]!"
          rows={1}
          value={message}
          aria-label="Commit message"
          placeholder={files === 0 && !amending ? 'Everything is committed' : 'Commit message'}
          onChange={(event) => setMessage(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (commandKey ? event.metaKey : event.ctrlKey)) void commit()
          }}
        />
        <span className="flex flex-none items-center gap-2">
          <IconButton
            label="Propose a message from what the agent did"
            icon={<Sparkles />}
            disabled={proposing.busy || (files === 0 && 'Everything is committed')}
            onClick={propose}
          />
          {staged > 0 && (
            <Segmented<What>
              label="What to commit"
              value={chosen}
              options={[
                { value: 'all', label: 'All' },
                { value: 'staged', label: `Staged ${staged}` },
              ]}
              onChange={setWhat}
            />
          )}
          <Popover
            align="end"
            title="How to commit"
            trigger={
              <IconButton
                label="How to commit"
                icon={<Settings2 />}
                pressed={amending || signOff || noVerify}
              />
            }
          >
            <div className="flex flex-col gap-2">
              {last && (
                <Checkbox checked={amending} onChange={setAmending}>
                  Amend the last commit
                </Checkbox>
              )}
              <Checkbox checked={signOff} onChange={setSignOff}>
                Sign off
              </Checkbox>
              <Checkbox checked={noVerify} onChange={setNoVerify}>
                Leave out the hooks
              </Checkbox>
            </div>
          </Popover>
          {committing.running ? (
            <Button onClick={committing.stop}>Stop</Button>
          ) : (
            <Button type="submit" kind="primary" disabled={blocked}>
              {label(amending, amount, chosen)}
            </Button>
          )}
        </span>
      </form>
    </footer>
  )
}

function label(amending: boolean, amount: number, chosen: What): string {
  if (amending) return 'Amend'
  if (amount === 0) return 'Commit'
  return chosen === 'staged' ? `Commit ${count(amount, 'staged file')}` : `Commit ${count(amount, 'file')}`
}
