import { CircleAlert, GitMerge } from 'lucide-react'
import { useState } from 'react'
import { mergeObstacles, type MergeMethod, type PullRequest } from '../../../contracts/index.ts'
import { useAct, useServices } from '../../app/index.ts'
import { Button, Checkbox, ErrorNote, Select } from '../../ui/index.ts'
import { methodWords } from './words.ts'

/** Merging, with what speaks against it. */
export function MergeBox({ pull }: { pull: PullRequest }) {
  const { client } = useServices()
  const act = useAct()
  const [chosen, setChosen] = useState<MergeMethod | null>(null)
  const [anyway, setAnyway] = useState(false)
  const obstacles = mergeObstacles(pull)
  const final = obstacles.find((obstacle) => obstacle.final)
  const methods = pull.mergeMethods
  const method = chosen !== null && methods.includes(chosen) ? chosen : methods[0]
  const [first] = obstacles
  const why = final?.message ?? (first && !anyway ? first.message : false)
  const { workspaceId, repositoryId, headSha } = pull
  const merge = (): void =>
    void act.run(() =>
      client.pullRequest.merge({
        workspace: workspaceId,
        repositoryId,
        headSha,
        anyway,
        ...(method ? { method } : {}),
      }),
    )
  return (
    <section aria-label="Merge" className="flex flex-col gap-2 rounded-md border border-line bg-panel p-2.5">
      {obstacles.map(({ kind, message }) => (
        <p key={`${kind} ${message}`} className="flex items-start gap-2 text-sm text-muted">
          <CircleAlert aria-hidden className="mt-0.5 size-3.5 flex-none text-attention" />
          {message}
        </p>
      ))}
      <div className="flex flex-wrap items-center gap-2">
        <Button
          kind="primary"
          icon={<GitMerge className="size-3.5" />}
          loading={act.busy}
          disabled={why}
          onClick={merge}
        >
          Merge into {pull.base}
        </Button>
        {method && (
          <Select
            label="How to merge"
            value={method}
            options={methods.map((value) => ({ value, label: methodWords[value] }))}
            onChange={(value) => setChosen(value)}
          />
        )}
        {obstacles.length > 0 && !final && (
          <Checkbox checked={anyway} onChange={setAnyway}>
            Merge anyway, if the host lets me
          </Checkbox>
        )}
      </div>
      {act.failure && <ErrorNote error={act.failure} />}
    </section>
  )
}
