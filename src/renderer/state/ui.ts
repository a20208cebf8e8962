import { createStore, type StoreApi } from 'zustand/vanilla'
import { persist, createJSONStorage, type StateStorage } from 'zustand/middleware'
import type {
  Attachment,
  DiffScope,
  ProjectId,
  RepositoryId,
  SessionId,
  WorkspaceId,
} from '../../contracts/index.ts'

/** Places gone to lately that are remembered, for the command bar. */
const recentKept = 20
/** Sessions whose drafts and choices are remembered; the oldest give way, or storage would fill up over the years. */
const draftsKept = 50

/** What the user wrote to a session and has not sent. */
export interface Draft {
  readonly text: string
  /** Files picked for the text, also those it does not mention any more, and images. */
  readonly attachments: readonly Attachment[]
}

export const emptyDraft: Draft = { text: '', attachments: [] }

/** The scope, and the repository where not all are shown. */
export interface ChangesView {
  readonly scope: DiffScope
  readonly repository: RepositoryId | null
}

export const firstChangesView: ChangesView = { scope: { kind: 'base' }, repository: null }

/** What belongs to this window and to nobody else: ids, sizes, unsent text. Never a copy of an entity. */
export interface UiState {
  readonly collapsedProjects: readonly ProjectId[]
  /** By session, oldest first. */
  readonly drafts: Readonly<Record<SessionId, Draft>>
  /** The repository that messages and commands of a session are about, where one was chosen. */
  readonly activeRepository: Readonly<Record<SessionId, RepositoryId>>
  /** Hash routes and action ids, last used first. */
  readonly recent: readonly string[]
  /** The tab last open in each workspace, as its route tail (`session/<id>`). */
  readonly lastTab: Readonly<Record<WorkspaceId, string>>
  /** What the Changes panel shows in each workspace. */
  readonly changes: Readonly<Record<WorkspaceId, ChangesView>>
  /** How diffs are drawn in this window. */
  readonly diffs: { readonly wrap: boolean; readonly ignoreSpace: boolean }
  /** "Not now" was the answer to the offer of notifications. */
  readonly notificationsDeclined: boolean
  /** The tree of files shows what git ignores, too. */
  readonly showIgnored: boolean
}

export type UiStore = StoreApi<UiState>

export const emptyUi: UiState = {
  collapsedProjects: [],
  drafts: {},
  activeRepository: {},
  recent: [],
  lastTab: {},
  changes: {},
  diffs: { wrap: false, ignoreSpace: false },
  notificationsDeclined: false,
  showIgnored: true,
}

export const createUiStore = (storage: StateStorage): UiStore =>
  createStore<UiState>()(
    persist(() => emptyUi, {
      name: 'switchyard.ui',
      version: 2,
      migrate: fromEarlier,
      storage: createJSONStorage(() => storage),
    }),
  )

/** Chooses the repository a session's messages are about; null: all of them. */
export function setActiveRepository(ui: UiState, id: SessionId, repository: RepositoryId | null): UiState {
  const others = Object.entries(ui.activeRepository).filter(([other]) => other !== id)
  const kept = repository === null ? others : [...others.slice(1 - draftsKept), [id, repository] as const]
  return { ...ui, activeRepository: Object.fromEntries(kept) }
}

/** Version 1 kept drafts as text alone. */
export function fromEarlier(stored: unknown, version: number): UiState {
  const ui = stored as UiState
  if (version !== 1) return ui
  const drafts = Object.entries(ui.drafts as unknown as Record<string, string>)
  return { ...ui, drafts: Object.fromEntries(drafts.map(([id, text]) => [id, { ...emptyDraft, text }])) }
}

export const toggleProject = (ui: UiState, id: ProjectId): UiState => ({
  ...ui,
  collapsedProjects: ui.collapsedProjects.includes(id)
    ? ui.collapsedProjects.filter((other) => other !== id)
    : [...ui.collapsedProjects, id],
})

/** Changes a draft; an empty one is forgotten. */
export function setDraft(ui: UiState, id: SessionId, change: Partial<Draft>): UiState {
  const draft = { ...(ui.drafts[id] ?? emptyDraft), ...change }
  const others = Object.entries(ui.drafts).filter(([other]) => other !== id)
  const isEmpty = draft.text === '' && draft.attachments.length === 0
  const kept = isEmpty ? others : [...others.slice(1 - draftsKept), [id, draft] as const]
  return { ...ui, drafts: Object.fromEntries(kept) }
}

export const used = (ui: UiState, what: string): UiState => ({
  ...ui,
  recent: [what, ...ui.recent.filter((other) => other !== what)].slice(0, recentKept),
})

export const setLastTab = (ui: UiState, id: WorkspaceId, tab: string): UiState => ({
  ...ui,
  lastTab: { ...ui.lastTab, [id]: tab },
})

/** The last chosen ones are kept. */
export function setChangesView(ui: UiState, id: WorkspaceId, change: Partial<ChangesView>): UiState {
  const view = { ...(ui.changes[id] ?? firstChangesView), ...change }
  const others = Object.entries(ui.changes).filter(([other]) => other !== id)
  return { ...ui, changes: Object.fromEntries([...others.slice(1 - draftsKept), [id, view] as const]) }
}
