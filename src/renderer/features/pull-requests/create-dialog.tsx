import { useState } from 'react'
import { useStore } from 'zustand'
import type { PullRequestProposal, RepositoryId, WorkspaceId } from '../../../contracts/index.ts'
import { formatRoute, useAct, useLoad, useServices } from '../../app/index.ts'
import {
  Button,
  Checkbox,
  Dialog,
  ErrorNote,
  Field,
  Input,
  Select,
  Skeleton,
  Textarea,
} from '../../ui/index.ts'
import { pushBranch } from './push-branch.ts'

/** Makes a pull request of a workspace's branch; where it has not been pushed, pushes it first. */
export function CreatePullRequestDialog() {
  const { dialogs } = useServices()
  const dialog = useStore(dialogs, (state) => state.dialog)
  return dialog?.kind === 'create-pull-request' ? <Proposed workspaceId={dialog.workspaceId} /> : null
}

function Proposed({ workspaceId }: { workspaceId: WorkspaceId }) {
  const { client, dialogs } = useServices()
  const loaded = useLoad(workspaceId, (signal) =>
    client.pullRequest.propose({ workspace: workspaceId }, { signal }),
  )
  const [chosen, setChosen] = useState<RepositoryId | null>(null)
  if (loaded.phase === 'ready') {
    const possible = loaded.data.find(({ problem }) => problem === null) ?? loaded.data[0]
    const proposal = loaded.data.find(({ repositoryId }) => repositoryId === chosen) ?? possible
    if (proposal)
      return (
        <Form
          key={proposal.repositoryId}
          workspaceId={workspaceId}
          proposal={proposal}
          all={loaded.data}
          onChoose={setChosen}
          onRetry={loaded.reload}
        />
      )
  }
  return (
    <Dialog open onClose={() => dialogs.close()} title="Create pull request" readOnly>
      <div className="px-[18px] py-4">
        {loaded.phase === 'failed' ? (
          <ErrorNote error={loaded.failure} onRetry={loaded.reload} />
        ) : (
          <Skeleton height={192} />
        )}
      </div>
    </Dialog>
  )
}

function Form({
  workspaceId,
  proposal,
  all,
  onChoose,
  onRetry,
}: {
  workspaceId: WorkspaceId
  proposal: PullRequestProposal
  all: readonly PullRequestProposal[]
  onChoose(id: RepositoryId): void
  onRetry(): void
}) {
  const { client, dialogs, newKey } = useServices()
  const act = useAct()
  const [title, setTitle] = useState(proposal.title)
  const [body, setBody] = useState(proposal.body)
  const [base, setBase] = useState(proposal.base)
  const [draft, setDraft] = useState(false)
  const [key] = useState(newKey)
  const { repositoryId, problem, pushed, branch, remote, uncommittedFiles } = proposal
  const which = { workspace: workspaceId, repositoryId }
  const push = pushed !== 'yes'
  const show = (): void => dialogs.open({ kind: 'pull-request', workspaceId, repositoryId })
  const create = async (): Promise<void> => {
    const made = await act.run(async () => {
      if (push) await pushBranch(client, which)
      await client.pullRequest.create({ ...which, title, body, base, draft, idempotencyKey: key })
    })
    if (made) show()
  }
  const attach = async (): Promise<void> => {
    if (await act.run(() => client.pullRequest.attach(which))) show()
  }
  const why = problem?.message ?? (title.trim() === '' ? 'Give it a title' : false)
  return (
    <Dialog
      open
      onClose={() => dialogs.close()}
      title="Create pull request"
      footer={
        <>
          {proposal.existing === null && proposal.kind !== null && (
            <Button kind="ghost" disabled={act.busy} onClick={() => void attach()}>
              Attach an existing one
            </Button>
          )}
          <span className="flex-1" />
          <Button kind="ghost" onClick={() => dialogs.close()}>
            Cancel
          </Button>
          <Button kind="primary" loading={act.busy} disabled={why} onClick={() => void create()}>
            {push ? 'Push and create' : 'Create pull request'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 px-[18px] py-4">
        {all.length > 1 && (
          <Field label="Repository">
            {() => (
              <Select
                label="Repository"
                value={repositoryId}
                options={all.map((one) => ({ value: one.repositoryId, label: one.repository }))}
                onChange={onChoose}
              />
            )}
          </Field>
        )}
        {problem && (
          <ErrorNote error={problem} onRetry={onRetry}>
            {settingsCodes.has(problem.code) && (
              <a
                className="self-start text-accent underline underline-offset-2"
                href={formatRoute({ name: 'settings', page: 'hosting', item: null })}
                onClick={() => dialogs.close()}
              >
                Open the settings of hosting
              </a>
            )}
          </ErrorNote>
        )}
        <Field label="Title">
          {(ids) => (
            <Input
              {...ids}
              maxLength={250}
              value={title}
              onChange={(event) => setTitle(event.target.value)}
            />
          )}
        </Field>
        <Field label="Description">
          {(ids) => (
            <Textarea
              {...ids}
              className="max-h-72 min-h-32"
              maxLength={60_000}
              value={body}
              onChange={(event) => setBody(event.target.value)}
            />
          )}
        </Field>
        <Field label="Merge into" hint={proposal.slug ? `${proposal.slug} on ${proposal.host}` : undefined}>
          {(ids) => (
            <Input
              {...ids}
              mono
              spellCheck={false}
              value={base}
              onChange={(event) => setBase(event.target.value)}
            />
          )}
        </Field>
        <Field label="Branch" hint={pushWords(proposal)}>
          {(ids) => (
            <p {...ids} className="pt-1 font-mono">
              {branch}
            </p>
          )}
        </Field>
        {uncommittedFiles > 0 && (
          <p className="text-sm text-attention">
            {uncommittedFiles === 1 ? '1 file is' : `${uncommittedFiles} files are`} not committed and will
            not be part of it.
          </p>
        )}
        <Checkbox checked={draft} onChange={setDraft}>
          As a draft
        </Checkbox>
        {act.failure && <ErrorNote error={act.failure} />}
        {act.busy && push && (
          <p className="text-sm text-subtle">
            Pushing {branch} to {remote}, then creating.
          </p>
        )}
      </div>
    </Dialog>
  )
}

const settingsCodes: ReadonlySet<string> = new Set(['hosting_not_configured', 'hosting_denied'])

function pushWords({ pushed, commits, remote }: PullRequestProposal): string | undefined {
  const count = commits === 1 ? '1 commit' : `${commits} commits`
  switch (pushed) {
    case 'yes':
      return `${count}, on ${remote} as here`
    case 'no':
      return `${count}, not on ${remote} yet: it is pushed first`
    case 'differs':
      return `${count}, on ${remote} at another commit: it is pushed first`
    case 'unknown':
      return undefined
  }
}
