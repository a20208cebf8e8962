import { Download, Search } from 'lucide-react'
import { useState } from 'react'
import {
  auditCells,
  auditColumns,
  csvLine,
  type AuditEntry,
  type AuditFilter,
} from '../../../contracts/index.ts'
import { exactTime, saveText, useAct, useLoad, useServices, useSettled } from '../../app/index.ts'
import { Badge, Button, ErrorNote, Input, Select, Skeleton } from '../../ui/index.ts'

const pageSize = 50
/** The most that is read at once. */
const exportPage = 500
const settleMs = 150

const outcomes: readonly { value: AuditFilter['outcome']; label: string }[] = [
  { value: 'any', label: 'All outcomes' },
  { value: 'ok', label: 'Done' },
  { value: 'failed', label: 'Refused or failed' },
  { value: 'pending', label: 'Not ended' },
]

/** Everything privileged that was done with this installation, newest first; it can be read and saved, never changed. */
export function AuditLog() {
  const [text, setText] = useState('')
  const [outcome, setOutcome] = useState<AuditFilter['outcome']>('any')
  const filter = { text: useSettled(text, settleMs), outcome }
  const { client } = useServices()
  const saving = useAct()
  const save = async (): Promise<void> => {
    let csv = csvLine(auditColumns)
    for (let before: number | undefined; ;) {
      const { entries, more } = await client.audit.list({ ...filter, limit: exportPage, before })
      csv += entries.map((entry) => csvLine(auditCells(entry))).join('')
      before = entries.at(-1)?.id
      if (!more) break
    }
    saveText('switchyard-audit.csv', csv)
  }
  return (
    <section aria-label="Audit log">
      <h3 className="mb-2 text-sm font-medium text-muted">Audit log</h3>
      <div className="mb-2 flex items-center gap-2">
        <Input
          type="search"
          aria-label="Find in the audit log"
          placeholder="Who, what or on what"
          maxLength={200}
          leading={<Search aria-hidden />}
          className="min-w-0 flex-1"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Select
          label="Outcome"
          className="w-40"
          value={outcome}
          options={outcomes}
          onChange={(value) => setOutcome(value)}
        />
        <Button
          icon={<Download className="size-3.5" aria-hidden />}
          loading={saving.busy}
          onClick={() => void saving.run(save)}
        >
          Export
        </Button>
      </div>
      {saving.failure && <ErrorNote error={saving.failure} />}
      <Entries key={JSON.stringify(filter)} filter={filter} />
    </section>
  )
}

function Entries({ filter }: { filter: AuditFilter }) {
  const { client } = useServices()
  const [older, setOlder] = useState<{ entries: AuditEntry[]; more: boolean } | null>(null)
  const more = useAct()
  const first = useLoad('first', (signal) => client.audit.list({ ...filter, limit: pageSize }, { signal }))
  if (first.phase === 'failed') return <ErrorNote error={first.failure} onRetry={first.reload} />
  if (first.phase === 'loading') return <Skeleton height={200} />
  const entries = [...first.data.entries, ...(older?.entries ?? [])]
  if (entries.length === 0) return <p className="text-subtle">No entry matches.</p>
  const next = async (): Promise<void> => {
    const before = entries.at(-1)?.id
    const page = await client.audit.list({ ...filter, limit: pageSize, before })
    setOlder({ entries: [...(older?.entries ?? []), ...page.entries], more: page.more })
  }
  return (
    <>
      <div className="overflow-hidden rounded-lg border border-line bg-panel">
        <table className="w-full table-fixed text-left text-sm">
          <thead className="text-xs text-subtle">
            <tr className="h-7">
              <th className="w-40 px-3 font-normal">When</th>
              <th className="w-20 px-2 font-normal">Who</th>
              <th className="w-36 px-2 font-normal">What</th>
              <th className="px-2 font-normal">On what</th>
              <th className="w-32 px-3 font-normal">Outcome</th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <EntryRow key={entry.id} entry={entry} />
            ))}
          </tbody>
        </table>
      </div>
      {(older ?? first.data).more && (
        <div className="mt-2">
          <Button loading={more.busy} onClick={() => void more.run(next)}>
            Show older
          </Button>
        </div>
      )}
      {more.failure && <ErrorNote error={more.failure} />}
    </>
  )
}

const tones = { ok: 'plain', pending: 'queued' } as const

function EntryRow({ entry: { at, who, what, target, outcome } }: { entry: AuditEntry }) {
  const tone = outcome === 'ok' || outcome === 'pending' ? tones[outcome] : 'error'
  return (
    <tr className="h-8 border-t border-line">
      <td className="truncate px-3 text-subtle tabular-nums">{exactTime(at)}</td>
      <td className="truncate px-2" title={who}>
        {who}
      </td>
      <td className="truncate px-2 font-mono" title={what}>
        {what}
      </td>
      <td className="truncate px-2 font-mono text-subtle select-text" title={target ?? undefined}>
        {target}
      </td>
      <td className="truncate px-3">
        <Badge tone={tone}>{outcome}</Badge>
      </td>
    </tr>
  )
}
