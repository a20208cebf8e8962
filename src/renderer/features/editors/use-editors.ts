import { useMemo } from 'react'
import type { EditorInfo, Workspace } from '../../../contracts/index.ts'
import { useEntities, useLoad, useServices } from '../../app/index.ts'

export interface Editors {
  /** The preferred one first. Empty while they are looked for, and for a workspace of another machine. */
  list: readonly EditorInfo[]
  /** Why there is none to choose; null when there is. */
  reason: string | null
}

/** The editors of this machine that a workspace can be opened in. */
export function useEditors({ nodeId }: Pick<Workspace, 'nodeId'>): Editors {
  const { client } = useServices()
  const preferred = useEntities((entities) => entities.settings.editor)
  const local = useEntities((entities) => entities.nodes[nodeId]?.kind === 'local')
  const loaded = useLoad('editors', (signal) => client.editor.list(undefined, { signal }))
  const found = loaded.phase === 'ready' ? loaded.data : null
  return useMemo(() => {
    if (!local) return { list: [], reason: 'Editors open files of this machine only' }
    if (!found) return { list: [], reason: 'Looking for editors' }
    if (found.length === 0) return { list: [], reason: 'No editor was found on this machine' }
    return {
      list: found.toSorted((a, b) => Number(b.id === preferred) - Number(a.id === preferred)),
      reason: null,
    }
  }, [local, found, preferred])
}
