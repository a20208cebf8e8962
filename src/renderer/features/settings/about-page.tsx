import { useState, type ReactNode } from 'react'
import { exactTime, formatBytes, useEntities, useLoad, useServices } from '../../app/index.ts'
import { allNodes, nodeName } from '../../state/index.ts'
import { Button, CopyButton, ErrorNote, Skeleton } from '../../ui/index.ts'
import { LeftBehind } from './left-behind.tsx'
import { Page } from './page.tsx'

export function AboutPage() {
  const { client } = useServices()
  const status = useLoad('status', (signal) => client.status(undefined, { signal }))
  const nodes = useEntities(allNodes)
  const [reading, setReading] = useState(0)
  if (status.phase === 'loading')
    return (
      <Page title="About">
        <Skeleton height={160} />
      </Page>
    )
  if (status.phase === 'failed')
    return (
      <Page title="About">
        <ErrorNote error={status.failure} onRetry={status.reload} />
      </Page>
    )
  const { version, pid, startedAt, host, home, url, memoryRss } = status.data.controlPlane
  return (
    <Page title="About">
      <Facts title="Control plane">
        <Fact name="Version">{version}</Fact>
        <Fact name="Runs as">{host === 'electron' ? 'Desktop app' : 'Browser host'}</Fact>
        <Fact name="Data folder" copy={home}>
          {home}
        </Fact>
        {url && (
          <Fact name="Address" copy={url}>
            {url}
          </Fact>
        )}
        <Fact name="Process">{pid}</Fact>
        <Fact name="Memory">{formatBytes(memoryRss)}</Fact>
        <Fact name="Started">{exactTime(startedAt)}</Fact>
      </Facts>
      {nodes.map((node) => (
        <Facts key={node.id} title={`Node agent on ${nodeName(node)}`}>
          <Fact name="Version">{node.agentVersion ?? 'not known yet'}</Fact>
          <Fact name="Platform">{node.platform ?? 'not known yet'}</Fact>
          <Fact name="Health">{node.linkReason ?? node.health}</Fact>
        </Facts>
      ))}
      <LeftBehind key={reading} />
      <div>
        <Button
          onClick={() => {
            status.reload()
            setReading(reading + 1)
          }}
        >
          Read again
        </Button>
      </div>
    </Page>
  )
}

const Facts = ({ title, children }: { title: string; children: ReactNode }) => (
  <section>
    <h3 className="mb-2 text-sm font-medium text-muted">{title}</h3>
    <dl className="rounded-lg border border-line bg-panel">{children}</dl>
  </section>
)

const Fact = ({ name, copy, children }: { name: string; copy?: string; children: ReactNode }) => (
  <div className="flex h-9 items-center gap-2 border-t border-line px-3 first:border-t-0">
    <dt className="w-32 flex-none text-muted">{name}</dt>
    <dd className="flex min-w-0 flex-1 items-center font-mono text-sm tabular-nums select-text">
      <span className="flex-1 truncate">{children}</span>
      {copy && <CopyButton text={copy} label={`Copy ${name.toLowerCase()}`} />}
    </dd>
  </div>
)
