import { createStore, type StoreApi } from 'zustand/vanilla'
import { persist, createJSONStorage, type StateStorage } from 'zustand/middleware'
import type { ProjectId, SessionId, WorkspaceId } from '../../contracts/index.ts'

/** Places gone to lately that are remembered, for the command bar. */
const recentKept = 20
/** Unsent drafts that are remembered; the oldest give way, or storage would fill up over the years. */
const draftsKept = 50

/** What belongs to this window and to nobody else: ids, sizes, unsent text. Never a copy of an entity. */
export interface UiState {
  readonly collapsedProjects: readonly ProjectId[]
  /** Unsent composer text, by session, oldest first. */
  readonly drafts: Readonly<Record<SessionId, string>>
  /** Hash routes and action ids, last used first. */
  readonly recent: readonly string[]
  /** The tab last open in each workspace, as its route tail (`session/<id>`). */
  readonly lastTab: Readonly<Record<WorkspaceId, string>>
}

export type UiStore = StoreApi<UiState>

export const emptyUi: UiState = { collapsedProjects: [], drafts: {}, recent: [], lastTab: {} }

export const createUiStore = (storage: StateStorage): UiStore =>
  createStore<UiState>()(
    persist(() => emptyUi, { name: 'switchyard.ui', version: 1, storage: createJSONStorage(() => storage) }),
  )

export const toggleProject = (ui: UiState, id: ProjectId): UiState => ({
  ...ui,
  collapsedProjects: ui.collapsedProjects.includes(id)
    ? ui.collapsedProjects.filter((other) => other !== id)
    : [...ui.collapsedProjects, id],
})

/** Keeps a draft; an empty one is forgotten. */
export function setDraft(ui: UiState, id: SessionId, text: string): UiState {
  const others = Object.entries(ui.drafts).filter(([other]) => other !== id)
  const kept = text === '' ? others : [...others.slice(1 - draftsKept), [id, text] as const]
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
