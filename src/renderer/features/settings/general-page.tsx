import { useId, useState } from 'react'
import { useEntities, useLoad, useSaveSettings, useServices } from '../../app/index.ts'
import { Checkbox, Input, Select } from '../../ui/index.ts'
import { NumberSetting } from './number-setting.tsx'
import { Page, Row } from './page.tsx'
import { ProtectedBranches } from './protected-branches.tsx'

export function GeneralPage() {
  const settings = useEntities((entities) => entities.settings)
  const agents = useEntities((entities) => entities.agents)
  const save = useSaveSettings()
  const id = useId()
  // Before the node has answered the list is empty, and the setting must still show what it is.
  const options = agents.some((agent) => agent.id === settings.defaultAgent)
    ? agents
    : [{ id: settings.defaultAgent, name: settings.defaultAgent, available: true }, ...agents]
  return (
    <Page title="General">
      <Row id={`${id}-agent`} label="Default agent" hint="New projects start with it; each can have another.">
        <Select
          label="Default agent"
          className="w-56"
          value={settings.defaultAgent}
          options={options.map((agent) => ({
            value: agent.id,
            label: agent.name,
            ...(agent.available ? {} : { note: 'not found' }),
          }))}
          onChange={(defaultAgent) => void save({ defaultAgent })}
        />
      </Row>
      <BranchPrefix id={`${id}-prefix`} value={settings.branchPrefix} />
      <ProtectedBranches id={`${id}-protected`} />
      <Editor id={`${id}-editor`} value={settings.editor} />
      <Row
        id={`${id}-scrollback`}
        label="Terminal scrollback"
        hint="Lines a terminal keeps above what is visible."
      >
        <NumberSetting
          id={`${id}-scrollback`}
          label="Terminal scrollback"
          value={settings.terminalScrollback}
          min={0}
          max={100_000}
          unit="lines"
          onSave={(terminalScrollback) => void save({ terminalScrollback })}
        />
      </Row>
      <div className="border-t border-line pt-3.5">
        <Checkbox checked={settings.confirmQuit} onChange={(confirmQuit) => void save({ confirmQuit })}>
          Confirm before quitting while agents work
        </Checkbox>
      </div>
    </Page>
  )
}

function Editor({ id, value }: { id: string; value: string }) {
  const { client } = useServices()
  const save = useSaveSettings()
  const loaded = useLoad('editors', (signal) => client.editor.list(undefined, { signal }))
  const found = loaded.phase === 'ready' ? loaded.data : []
  const known = value === '' || found.some((editor) => editor.id === value)
  return (
    <Row id={id} label="Editor" hint="Files and workspaces of this machine open in it.">
      <Select
        label="Editor"
        className="w-56"
        value={value === '' ? 'first' : value}
        options={[
          { value: 'first', label: 'The first that is found', note: found[0]?.name ?? 'none' },
          ...(known ? [] : [{ value, label: value, note: 'not found' }]),
          ...found.map((editor) => ({ value: editor.id, label: editor.name })),
        ]}
        onChange={(editor) => void save({ editor: editor === 'first' ? '' : editor })}
      />
    </Row>
  )
}

function BranchPrefix({ id, value }: { id: string; value: string }) {
  const save = useSaveSettings()
  const [text, setText] = useState<string | null>(null)
  const leave = (): void => {
    if (text !== null && text.trim() !== value) void save({ branchPrefix: text.trim() })
    setText(null)
  }
  return (
    <Row id={id} label="Branch prefix" hint="Put before the branch names that are proposed, such as fix/.">
      <Input
        id={id}
        mono
        className="w-56"
        placeholder="none"
        maxLength={40}
        spellCheck={false}
        value={text ?? value}
        onChange={(event) => setText(event.target.value)}
        onBlur={leave}
        onKeyDown={(event) => event.key === 'Enter' && leave()}
      />
    </Row>
  )
}
