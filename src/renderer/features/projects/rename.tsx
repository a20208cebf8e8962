import { useId, useRef, useState } from 'react'
import type { ProjectId, WorkspaceId } from '../../../contracts/index.ts'
import { useAct, useEntities, useServices } from '../../app/index.ts'
import { Button, Dialog, ErrorNote, Field, Input } from '../../ui/index.ts'

/** Gives a project another name. */
export function RenameProject({ projectId }: { projectId: ProjectId }) {
  const { client } = useServices()
  const name = useEntities((entities) => entities.projects[projectId]?.name)
  return (
    name !== undefined && (
      <Rename what="project" name={name} save={(next) => client.project.rename({ projectId, name: next })} />
    )
  )
}

/** Gives a workspace another name; its branch keeps its own. */
export function RenameWorkspace({ workspaceId }: { workspaceId: WorkspaceId }) {
  const { client } = useServices()
  const name = useEntities((entities) => entities.workspaces[workspaceId]?.name)
  return (
    name !== undefined && (
      <Rename
        what="workspace"
        name={name}
        hint="The branch keeps its name."
        save={(next) => client.workspace.rename({ workspace: workspaceId, name: next })}
      />
    )
  )
}

function Rename({
  what,
  name,
  hint,
  save,
}: {
  what: string
  name: string
  hint?: string
  save(name: string): Promise<{ name: string }>
}) {
  const { dialogs, toasts } = useServices()
  const { busy, failure, run } = useAct()
  const [text, setText] = useState(name)
  const input = useRef<HTMLInputElement>(null)
  const form = useId()
  const trimmed = text.trim()
  const submit = async (): Promise<void> => {
    if (trimmed === '' || busy) return
    const saved = await run(async () => {
      const result = await save(trimmed)
      // A name that is taken gets a number: the user should know which it became.
      if (result.name !== trimmed) toasts.show({ title: `Named ${result.name}, because ${trimmed} is taken` })
    })
    if (saved) dialogs.close()
  }
  return (
    <Dialog
      open
      onClose={dialogs.close}
      title={`Rename ${what}`}
      width={440}
      initialFocus={input}
      footer={
        <>
          <Button kind="ghost" onClick={dialogs.close}>
            Cancel
          </Button>
          <Button
            kind="primary"
            type="submit"
            form={form}
            loading={busy}
            disabled={trimmed === '' ? 'A name has at least one character' : false}
          >
            Rename
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="flex flex-col gap-3 px-[18px] py-4"
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <Field label="Name" hint={hint}>
          {(ids) => (
            <Input
              {...ids}
              ref={input}
              value={text}
              maxLength={100}
              onFocus={(event) => event.target.select()}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        {failure && <ErrorNote error={failure} />}
      </form>
    </Dialog>
  )
}
