import { SquareArrowOutUpRight } from 'lucide-react'
import { useMemo } from 'react'
import type { Workspace } from '../../../contracts/index.ts'
import { useActions, useServices, type Action } from '../../app/index.ts'
import { openInEditor } from './open-in-editor.ts'
import { useEditors } from './use-editors.ts'

/** The command bar opens the workspace on screen in an editor. */
export function useEditorActions(workspace: Workspace): void {
  const services = useServices()
  const { list } = useEditors(workspace)
  const actions = useMemo<Action[]>(() => {
    const open = (editor?: string): Promise<void> =>
      openInEditor(services, { workspaceId: workspace.id }, editor)
    const [first, ...others] = list
    if (!first) return []
    return [
      {
        id: 'editor.open',
        title: `Open the workspace in ${first.name}`,
        section: 'Workspace',
        icon: SquareArrowOutUpRight,
        keywords: ['editor', 'ide'],
        run: () => open(first.id),
      },
      ...others.map(({ id, name }): Action => ({
        id: `editor.open-${id}`,
        title: `Open the workspace in ${name}`,
        section: 'Workspace',
        icon: SquareArrowOutUpRight,
        keywords: ['editor', 'ide'],
        run: () => open(id),
      })),
    ]
  }, [services, workspace.id, list])
  useActions(actions)
}
