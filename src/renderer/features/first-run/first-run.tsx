import { Folder } from 'lucide-react'
import { TopBar, useAct, useServices } from '../../app/index.ts'
import { Button, cx, ErrorNote } from '../../ui/index.ts'
import { chooseProject, useFolderDrop } from '../projects/index.ts'
import { AgentList } from './agent-list.tsx'

/** What a new user sees: how to begin, and which agents are here. */
export function FirstRun() {
  const services = useServices()
  const { busy, failure, run } = useAct()
  const { over, handlers } = useFolderDrop(run)
  return (
    <>
      <TopBar title="Switchyard" />
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto p-6" {...handlers}>
        <div className="m-auto flex w-full max-w-[520px] flex-col gap-[22px]">
          <h2 className="text-center text-xl font-semibold">Open a repository to begin</h2>
          <div
            className={cx(
              'flex h-[148px] flex-col items-center justify-center gap-3 rounded-lg border-[1.5px] border-dashed',
              over ? 'border-accent bg-accent-bg' : 'border-strong bg-panel',
            )}
          >
            <Folder aria-hidden className="size-6 text-subtle" strokeWidth={1.5} />
            <span className="text-muted">Drop a folder here</span>
            <Button kind="primary" loading={busy} onClick={() => void run(() => chooseProject(services))}>
              Choose folder…
            </Button>
          </div>
          {failure && <ErrorNote error={failure} />}
          <AgentList />
        </div>
      </div>
    </>
  )
}
