import { useMemo } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { FilePlace, WorkspaceId } from '../../../contracts/index.ts'
import { useServices, type AppServices } from '../../app/index.ts'
import { createDrafts } from './drafts.ts'
import { FilesModel } from './files-model.ts'
import type { FilesState } from './open-file.ts'

/** The open files of each workspace: they outlive the screen, as long as the window stands. */
const models = new WeakMap<AppServices, Map<WorkspaceId, FilesModel>>()

export function filesOf(services: AppServices, workspaceId: WorkspaceId): FilesModel {
  const ofWindow = models.get(services) ?? new Map<WorkspaceId, FilesModel>()
  models.set(services, ofWindow)
  const known = ofWindow.get(workspaceId)
  if (known) return known
  const model = new FilesModel({
    workspaceId,
    client: services.client,
    drafts: createDrafts(indexedDB),
    now: () => performance.now(),
    draftFailed: (error) => services.toasts.failed('Keep unsaved edits', error),
  })
  ofWindow.set(workspaceId, model)
  return model
}

export function useFiles(workspaceId: WorkspaceId): FilesModel {
  const services = useServices()
  return useMemo(() => filesOf(services, workspaceId), [services, workspaceId])
}

/** Something of the open files; arrays and objects are compared one level deep. */
export const useFilesState = <Result>(model: FilesModel, select: (state: FilesState) => Result): Result =>
  useStore(model.store, useShallow(select))

/** Opens a file of the workspace on screen in its Files tab. */
export function openFile(
  services: AppServices,
  workspaceId: WorkspaceId,
  place: FilePlace,
  at?: { line: number; column?: number },
): void {
  filesOf(services, workspaceId).open(place, at)
  services.actions.run('view.files')
}
