import type { EditorOpened, RepositoryId, WorkspaceId } from '../../../contracts/index.ts'
import { navigate, type AppServices } from '../../app/index.ts'
import { commandLine } from './command-line.ts'
import { runInTerminal } from '../terminals/index.ts'

export interface EditorTarget {
  workspaceId: WorkspaceId
  repositoryId?: RepositoryId
  path?: string
  line?: number
  column?: number
}

/** What the first repaint of the terminal is made for; the view fits it at once. */
const firstSize = { cols: 100, rows: 30 }

/** Opens a folder or file in an editor of this machine; one that runs in a terminal gets a tab. Tells what failed. */
export async function openInEditor(
  services: AppServices,
  { workspaceId, ...target }: EditorTarget,
  editor?: string,
): Promise<void> {
  const { client, toasts } = services
  try {
    const opened = await client.editor.open({
      workspace: workspaceId,
      ...target,
      ...(editor === undefined ? {} : { editor }),
    })
    if (opened.kind === 'terminal') await inTerminal(services, workspaceId, target, opened)
    else toasts.show({ title: `Opened in ${opened.editor.name}` })
  } catch (error) {
    toasts.failed('Open in an editor', error)
  }
}

async function inTerminal(
  { client, openStreams, newKey }: AppServices,
  workspaceId: WorkspaceId,
  { repositoryId }: Omit<EditorTarget, 'workspaceId'>,
  { program, args }: Extract<EditorOpened, { kind: 'terminal' }>,
): Promise<void> {
  const terminal = await client.terminal.create({
    workspace: workspaceId,
    ...(repositoryId === undefined ? {} : { repositoryId }),
    size: firstSize,
    idempotencyKey: newKey(),
  })
  navigate({ name: 'workspace', workspaceId, tab: { kind: 'terminal', id: terminal.id } })
  await runInTerminal(openStreams, terminal.id, firstSize, commandLine([program, ...args]))
}
