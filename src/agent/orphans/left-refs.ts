import type { Orphan, WorkspaceId } from '../../contracts/index.ts'
import { listHiddenRefs, type GitAt } from '../git/index.ts'
import type { AgentStore } from '../store/index.ts'

export type LeftRefs = Extract<Orphan, { kind: 'refs' }>

/** Hidden refs of workspaces that are deleted or unknown, in every repository that a workspace ever had. */
export async function leftRefs({ store, gitAt }: { store: AgentStore; gitAt: GitAt }): Promise<LeftRefs[]> {
  const ever = store.workspaces.listEver()
  const names = new Map(ever.map(({ id, name }) => [id, name]))
  const living = new Set(store.workspaces.list().map(({ id }) => id))
  const sources = new Set(ever.flatMap(({ repositories }) => repositories.map(({ source }) => source)))
  const found = await Promise.all(
    [...sources].map(async (source) => {
      // A repository that was moved or deleted has nothing for us to clean.
      const refs = await listHiddenRefs(gitAt(source)).catch(() => [])
      const byWorkspace = Map.groupBy(
        refs.filter(({ workspaceId }) => !living.has(workspaceId)),
        ({ workspaceId }) => workspaceId,
      )
      return [...byWorkspace].map(([workspaceId, own]) => ({
        kind: 'refs' as const,
        id: refsId(workspaceId, source),
        source,
        workspaceId,
        workspace: names.get(workspaceId) ?? null,
        refs: own.map(({ name, createdAt, title }) => ({ name, createdAt, title })),
      }))
    }),
  )
  return found.flat()
}

const refsId = (id: WorkspaceId, source: string): string => `refs:${id}:${source}`
