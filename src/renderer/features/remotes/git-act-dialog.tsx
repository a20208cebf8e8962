import { useState } from 'react'
import { useStore } from 'zustand'
import type { GitActKind, GitActResult, PreCheckCode, Workspace } from '../../../contracts/index.ts'
import { count, useAct, useEntities, useLoad, useServices, useSettled } from '../../app/index.ts'
import { Button, Checkbox, Dialog, ErrorNote, RelativeTime, Skeleton } from '../../ui/index.ts'
import { actOf, actWords, emptyForm, offeredLeases, type ActForm } from './act-form.ts'
import { ActOptions } from './act-options.tsx'
import { ActProgress } from './act-progress.tsx'
import { ActResult } from './act-result.tsx'
import { showDone } from './done-toast.ts'
import { RepositoryCheckView } from './repository-check.tsx'

/** Typing has to stand still this long before a node is asked. */
const settleMs = 250

/** Shows what a git act would do before it does it. Open when `dialogs` says so. */
export function GitActDialog() {
  const { dialogs } = useServices()
  const dialog = useStore(dialogs, (state) => (state.dialog?.kind === 'git-act' ? state.dialog : null))
  const workspace = useEntities((entities) => (dialog ? entities.workspaces[dialog.workspaceId] : undefined))
  return (
    dialog &&
    workspace && <Opened key={`${workspace.id} ${dialog.act}`} kind={dialog.act} workspace={workspace} />
  )
}

function Opened({ kind, workspace }: { kind: GitActKind; workspace: Workspace }) {
  const services = useServices()
  const { client, dialogs, toasts } = services
  const git = useEntities((entities) => entities.git[workspace.id])
  const [form, setForm] = useState<ActForm>(emptyForm)
  const [confirmed, setConfirmed] = useState<ReadonlySet<PreCheckCode>>(new Set())
  const [result, setResult] = useState<GitActResult | null>(null)
  const running = useAct()
  const act = actOf(kind, form)
  const input = {
    workspace: workspace.id,
    ...(form.repositoryId === null ? {} : { repositoryIds: [form.repositoryId] }),
  }
  // Looked at again whenever the choice or a branch has changed.
  const key = useSettled(JSON.stringify([act, input]), settleMs)
  const check = useLoad(`${key} ${JSON.stringify(git?.repositories ?? null)}`, (signal) =>
    client.remotes.check({ ...input, act }, { signal }),
  )
  const known = check.phase === 'ready' ? check.data : check.phase === 'loading' ? check.last : undefined
  const several = workspace.repositories.length > 1

  const run = (chosen = act, codes: readonly PreCheckCode[] = [...confirmed]): Promise<boolean> =>
    running.run(async () => {
      const answer = await client.remotes.run({ ...input, act: chosen, confirmed: [...codes] })
      const all = answer.repositories
      if (all.some(({ outcome }) => outcome === 'conflict')) {
        toasts.show({ title: all.find(({ outcome }) => outcome === 'conflict')?.message ?? '' })
        dialogs.open({ kind: 'git-conflicts', workspaceId: workspace.id })
      } else if (all.some(({ failure }) => failure !== null)) setResult(answer)
      else {
        showDone(services, workspace.id, all)
        if (chosen.kind === kind) dialogs.close()
      }
    })

  const words = actWords[kind]
  const missing = known?.confirm.filter((code) => !confirmed.has(code)) ?? []
  const blocked =
    known === undefined
      ? 'Looking at the branches'
      : !known.possible
        ? known.repositories.some(({ needed }) => needed)
          ? 'Something is in the way'
          : 'There is nothing to do'
        : missing.length > 0
          ? 'Confirm what is asked above'
          : false
  const leases = known ? offeredLeases(known) : []
  const hasRemote = git?.repositories.some(({ remote }) => remote !== null) ?? false
  const fetchedAt = Math.max(0, ...(git?.repositories ?? []).map((one) => one.fetchedAt ?? 0))
  return (
    <Dialog
      open
      onClose={dialogs.close}
      title={`${words} ${workspace.branch}`}
      width={560}
      footer={
        running.busy ? (
          <Button onClick={() => void client.remotes.cancel({ workspace: workspace.id })}>
            Cancel the {kind}
          </Button>
        ) : (
          <>
            <span className="flex flex-1 items-center gap-2 text-sm text-subtle">
              {kind !== 'fetch' && hasRemote && (
                <>
                  <Button kind="ghost" size="sm" onClick={() => void run({ kind: 'fetch' }, [])}>
                    Fetch first
                  </Button>
                  <span>
                    {fetchedAt === 0 ? (
                      'The remote was never asked'
                    ) : (
                      <>
                        Last asked <RelativeTime at={fetchedAt} />
                      </>
                    )}
                  </span>
                </>
              )}
            </span>
            <Button kind="ghost" onClick={dialogs.close}>
              {result ? 'Close' : 'Cancel'}
            </Button>
            <Button
              kind="primary"
              disabled={blocked}
              onClick={() => {
                setResult(null)
                void run()
              }}
            >
              {result ? `${words} again` : words}
            </Button>
          </>
        )
      }
    >
      <div className="flex flex-col gap-3 px-[18px] py-3">
        {running.busy ? (
          <ActProgress act={git?.act ?? null} />
        ) : (
          <>
            <ActOptions
              kind={kind}
              workspace={workspace}
              repositories={git?.repositories ?? []}
              form={form}
              onChange={(change) => {
                setResult(null)
                setForm((last) => ({ ...last, leases: [], ...change }))
              }}
            />
            {running.failure && <ErrorNote error={running.failure} />}
            {result && <ActResult outcomes={result.repositories} named={several} />}
            {!result && check.phase === 'failed' && (
              <ErrorNote error={check.failure} onRetry={check.reload} />
            )}
            {!result && !known && check.phase === 'loading' && <Skeleton height={80} />}
            {!result && known && (
              <div className="-my-3 border-line not-first:-mb-3 not-first:-mt-0 not-first:border-t">
                {known.repositories.map((one) => (
                  <RepositoryCheckView
                    key={one.repositoryId}
                    check={one}
                    named={several}
                    arrow={kind !== 'fetch'}
                    confirmed={confirmed}
                    onConfirm={(code, on) =>
                      setConfirmed((last) => {
                        const next = new Set(last)
                        if (on) next.add(code)
                        else next.delete(code)
                        return next
                      })
                    }
                  />
                ))}
              </div>
            )}
            {!result && kind === 'push' && leases.length > 0 && (
              <Checkbox
                checked={form.leases.length > 0}
                onChange={(on) =>
                  setForm((last) => ({
                    ...last,
                    leases: on
                      ? leases.map(({ repositoryId, expected }) => ({ repositoryId, expected }))
                      : [],
                  }))
                }
              >
                Push with a lease: replace{' '}
                {leases.map(({ to, dropped }) => `${count(dropped, 'commit')} on ${to}`).join(', ')}
              </Checkbox>
            )}
          </>
        )}
      </div>
    </Dialog>
  )
}
