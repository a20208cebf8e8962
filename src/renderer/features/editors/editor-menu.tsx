import { SquareArrowOutUpRight } from 'lucide-react'
import type { Workspace } from '../../../contracts/index.ts'
import { useServices } from '../../app/index.ts'
import { IconButton, Menu } from '../../ui/index.ts'
import { openInEditor, type EditorTarget } from './open-in-editor.ts'
import { useEditors } from './use-editors.ts'

/** Opens a file in an editor of this machine; with several there is a choice. `target` is asked for then. */
export function EditorMenu({
  workspace,
  target,
}: {
  workspace: Workspace
  target(): Omit<EditorTarget, 'workspaceId'>
}) {
  const services = useServices()
  const { list, reason } = useEditors(workspace)
  const open = (editor?: string): void =>
    void openInEditor(services, { workspaceId: workspace.id, ...target() }, editor)
  const [first, ...others] = list
  if (!first || others.length === 0)
    return (
      <IconButton
        size="sm"
        label={first ? `Open in ${first.name}` : 'Open in an editor'}
        icon={<SquareArrowOutUpRight />}
        disabled={reason ?? false}
        onClick={() => open(first?.id)}
      />
    )
  return (
    <Menu
      trigger={<IconButton size="sm" label="Open in an editor" icon={<SquareArrowOutUpRight />} />}
      items={list.map(({ id, name }) => ({ id, label: name, onSelect: () => open(id) }))}
    />
  )
}
