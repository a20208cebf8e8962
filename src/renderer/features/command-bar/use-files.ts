import { File } from 'lucide-react'
import { useMemo } from 'react'
import type { FoundFile, SessionId, Workspace } from '../../../contracts/index.ts'
import { useEntities, useLoad, useRoute, useServices, useSettled, type AppServices } from '../../app/index.ts'
import { emptyDraft, sessionsOf, setDraft } from '../../state/index.ts'
import { mentionText } from '../composer/index.ts'
import type { Found } from './find.ts'

/** Typing has to stand still this long before a node is asked. */
const settleMs = 100
/** Files that are asked for: more than one screen of the bar. */
const limit = 50

/** Files of the workspace in view that match, best first; none elsewhere and while `wanted` is false. */
export function useFiles(query: string, wanted: boolean): { files: readonly Found[]; searching: boolean } {
  const services = useServices()
  const route = useRoute()
  const workspaceId = route.name === 'workspace' ? route.workspaceId : null
  const open = route.name === 'workspace' && route.tab?.kind === 'session' ? route.tab.id : null
  const workspace = useEntities((entities) => (workspaceId ? entities.workspaces[workspaceId] : undefined))
  const sessions = useEntities((entities) => (workspaceId ? sessionsOf(entities, workspaceId) : []))
  const settled = useSettled(query, settleMs)
  const asks = wanted && workspace?.status === 'running'
  const loaded = useLoad(asks ? `${workspace.id} ${settled}` : 'nothing', async (signal) =>
    asks
      ? (await services.client.files.search({ workspace: workspace.id, query: settled, limit }, { signal }))
          .files
      : [],
  )
  const found = loaded.phase === 'ready' ? loaded.data : null
  const talks = sessions.filter((session) => session.terminalId === null && session.status !== 'stopped')
  const sessionId = talks.find(({ id }) => id === open)?.id ?? talks[0]?.id ?? null
  const files = useMemo(
    () => (workspace && found ? found.map((file) => fileEntry(services, workspace, sessionId, file)) : []),
    [found, services, sessionId, workspace],
  )
  return { files, searching: asks && found === null }
}

/** A file: chosen, it is mentioned in the message of the session in view; without one its path is copied. */
function fileEntry(
  services: AppServices,
  workspace: Workspace,
  sessionId: SessionId | null,
  file: FoundFile,
): Found {
  const { repositoryId, path, repository, at } = file
  const copy = (): void => {
    navigator.clipboard.writeText(path).then(
      () => services.toasts.show({ title: `Copied ${path}` }),
      (error: unknown) => services.toasts.failed('Copy the path', error),
    )
  }
  const mention = (): void => {
    if (!sessionId) return copy()
    const { ui } = services
    const { text, attachments } = ui.getState().drafts[sessionId] ?? emptyDraft
    const space = text === '' || /\s$/.test(text) ? '' : ' '
    const change = {
      text: `${text}${space}${mentionText(file, workspace)} `,
      attachments: [...attachments, { kind: 'file' as const, repositoryId, path }],
    }
    ui.setState((state) => setDraft(state, sessionId, change), true)
  }
  return {
    at,
    entry: {
      key: `file ${repositoryId} ${path}`,
      kind: 'file',
      title: path,
      icon: File,
      detail: [workspace.repositories.length > 1 && repository, sessionId ? 'mention it' : 'copy its path']
        .filter(Boolean)
        .join(', '),
      run: mention,
      more: () => [{ key: `copy ${path}`, kind: 'action', title: 'Copy the path', icon: File, run: copy }],
    },
  }
}
