import { createStore, type StoreApi } from 'zustand/vanilla'
import type { GitActKind, ProjectId, RepositoryId, WorkspaceId } from '../../contracts/index.ts'

/** The dialogs any place may ask for. At most one is open; the command bar stands apart, above them. */
export type Dialog =
  | { kind: 'create-workspace'; projectId: ProjectId | null }
  /** `reason` says why the dialog came up instead of what the user expected. */
  | { kind: 'add-project'; reason: string | null }
  | { kind: 'delete-workspace'; workspaceId: WorkspaceId }
  | { kind: 'rename-workspace'; workspaceId: WorkspaceId }
  | { kind: 'archive-workspace'; workspaceId: WorkspaceId }
  | { kind: 'archived-workspaces'; projectId: ProjectId }
  | { kind: 'remove-project'; projectId: ProjectId }
  | { kind: 'rename-project'; projectId: ProjectId }
  | { kind: 'project-mcp'; projectId: ProjectId }
  | { kind: 'continue-conversation'; workspaceId: WorkspaceId }
  | { kind: 'git-act'; workspaceId: WorkspaceId; act: GitActKind }
  | { kind: 'git-conflicts'; workspaceId: WorkspaceId }
  | { kind: 'quick-open' }
  | { kind: 'pull-request'; workspaceId: WorkspaceId; repositoryId: RepositoryId }
  | { kind: 'create-pull-request'; workspaceId: WorkspaceId }
  | { kind: 'cheat-sheet' }

export interface DialogState {
  readonly dialog: Dialog | null
  readonly commandBar: boolean
}

export type DialogStore = StoreApi<DialogState> & {
  open(dialog: Dialog): void
  close(): void
  toggleCommandBar(): void
}

export function createDialogs(): DialogStore {
  const store = createStore<DialogState>(() => ({ dialog: null, commandBar: false }))
  return {
    ...store,
    open: (dialog) => store.setState({ dialog, commandBar: false }),
    close: () => store.setState({ dialog: null }),
    toggleCommandBar: () => store.setState(({ commandBar }) => ({ commandBar: !commandBar })),
  }
}
