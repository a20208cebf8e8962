import { Copy, FilePlus, FolderPlus, Pencil, SquareArrowOutUpRight, Trash } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { toFailure, type FileDeleted, type FilePlace, type Workspace } from '../../../contracts/index.ts'
import { count, useServices } from '../../app/index.ts'
import { ConfirmDialog, type MenuItem } from '../../ui/index.ts'
import { openInEditor, useEditors } from '../editors/index.ts'
import type { FilesModel } from './files-model.ts'
import { fileKey } from './open-file.ts'
import { PathDialog } from './path-dialog.tsx'
import type { TreeLine } from './tree/tree-lines.ts'
import type { Tree } from './tree/use-tree.ts'
import { foldersAbove } from './tree/tree-lines.ts'

type Asking =
  | { kind: 'new'; what: 'file' | 'folder'; at: FilePlace }
  | { kind: 'rename'; line: TreeLine }
  | { kind: 'delete'; line: TreeLine }

export interface FileActs {
  create(what: 'file' | 'folder', line: TreeLine | null): void
  rename(line: TreeLine): void
  delete(line: TreeLine): void
  menu(line: TreeLine | null): (MenuItem | null)[]
  /** What is asked at the moment. */
  dialog: ReactNode
}

const canChange = (line: TreeLine): boolean => line.kind !== 'repository' && line.kind !== 'note'

/** Making, renaming and deleting files: what the tree's keys and menu do. */
export function useFileActs(workspace: Workspace, model: FilesModel, tree: Tree): FileActs {
  const services = useServices()
  const editor = useEditors(workspace).list[0]
  const [asking, setAsking] = useState<Asking | null>(null)
  const { client, toasts } = services
  const { id } = workspace
  const create = (what: 'file' | 'folder', line: TreeLine | null): void => {
    const repositoryId = line?.repositoryId ?? workspace.repositories[0]?.repositoryId
    if (!repositoryId) return
    const isFolder = line?.kind === 'folder' || line?.kind === 'repository'
    const path =
      line === null ? '' : isFolder ? line.path : line.path.slice(0, Math.max(0, line.path.lastIndexOf('/')))
    setAsking({ kind: 'new', what, at: { repositoryId, path } })
  }
  const rename = (line: TreeLine): void => void (canChange(line) && setAsking({ kind: 'rename', line }))
  const remove = (line: TreeLine): void => void (canChange(line) && setAsking({ kind: 'delete', line }))

  const restore = async ({ repositoryId }: FilePlace, deleted: FileDeleted): Promise<void> => {
    const place = { workspace: id, repositoryId, path: deleted.path }
    try {
      if (deleted.backup) await client.files.restore({ ...place, ref: deleted.backup.ref })
      else await client.files.create({ ...place, kind: 'folder' })
      tree.refresh()
      void model.check(fileKey({ repositoryId, path: deleted.path }))
    } catch (error) {
      toasts.failed('Undo the deletion', error)
    }
  }
  const doDelete = async ({ repositoryId, path }: TreeLine): Promise<void> => {
    const deleted = await client.files.delete({ workspace: id, repositoryId, path })
    tree.refresh()
    for (const file of model.store.getState().files)
      if (file.repositoryId === repositoryId && (file.path === path || file.path.startsWith(`${path}/`)))
        if (file.dirty) void model.check(file.key)
        else model.close(file.key)
    toasts.show({
      title: `Deleted ${path}`,
      ...(deleted.backup ? { detail: `${count(deleted.files, 'file')} kept in a backup` } : {}),
      action: { label: 'Undo', run: () => void restore({ repositoryId, path }, deleted) },
    })
  }
  const submitNew = async (what: 'file' | 'folder', at: FilePlace, path: string): Promise<void> => {
    await client.files.create({ workspace: id, repositoryId: at.repositoryId, path, kind: what })
    tree.reveal(foldersAbove(at.repositoryId, path))
    tree.refresh()
    if (what === 'file') model.open({ repositoryId: at.repositoryId, path })
  }
  const submitRename = async (line: TreeLine, to: string): Promise<void> => {
    const { repositoryId, path } = line
    await client.files.move({ workspace: id, repositoryId, path, to })
    await model.moved({ repositoryId, path }, to)
    tree.reveal(foldersAbove(repositoryId, to))
    tree.refresh()
  }
  const copyPath = (line: TreeLine): void => {
    navigator.clipboard.writeText(line.path).then(
      () => toasts.show({ title: `Copied ${line.path}` }),
      (error: unknown) => toasts.failed('Copy the path', error),
    )
  }
  const menu = (line: TreeLine | null): (MenuItem | null)[] => [
    { id: 'new-file', label: 'New file…', icon: <FilePlus />, onSelect: () => create('file', line) },
    { id: 'new-folder', label: 'New folder…', icon: <FolderPlus />, onSelect: () => create('folder', line) },
    ...(line && canChange(line)
      ? [
          null,
          {
            id: 'rename',
            label: 'Rename or move…',
            icon: <Pencil />,
            keys: 'F2',
            onSelect: () => rename(line),
          },
          ...(editor && line.kind === 'file'
            ? [
                {
                  id: 'editor',
                  label: `Open in ${editor.name}`,
                  icon: <SquareArrowOutUpRight />,
                  onSelect: () =>
                    void openInEditor(services, {
                      workspaceId: id,
                      repositoryId: line.repositoryId,
                      path: line.path,
                    }),
                },
              ]
            : []),
          { id: 'copy', label: 'Copy the path', icon: <Copy />, onSelect: () => copyPath(line) },
          null,
          {
            id: 'delete',
            label: 'Delete…',
            icon: <Trash />,
            keys: 'Delete',
            danger: true,
            onSelect: () => remove(line),
          },
        ]
      : []),
  ]
  const close = (): void => setAsking(null)
  return {
    create,
    rename,
    delete: remove,
    menu,
    dialog: asking && (
      <Asked asking={asking} onClose={close} onNew={submitNew} onRename={submitRename} onDelete={doDelete} />
    ),
  }
}

interface AskedProps {
  asking: Asking
  onClose(): void
  onNew(what: 'file' | 'folder', at: FilePlace, path: string): Promise<void>
  onRename(line: TreeLine, to: string): Promise<void>
  onDelete(line: TreeLine): Promise<void>
}

function Asked({ asking, onClose, onNew, onRename, onDelete }: AskedProps) {
  switch (asking.kind) {
    case 'new':
      return (
        <PathDialog
          title={asking.what === 'file' ? 'New file' : 'New folder'}
          act={asking.what === 'file' ? 'Create file' : 'Create folder'}
          path={asking.at.path === '' ? '' : `${asking.at.path}/`}
          hint="From the top of the repository. Folders that are missing are made."
          onClose={onClose}
          onSubmit={(path) => onNew(asking.what, asking.at, path)}
        />
      )
    case 'rename':
      return (
        <PathDialog
          title={`Rename or move ${asking.line.name}`}
          act="Rename"
          path={asking.line.path}
          hint="From the top of the repository. Nothing is ever replaced."
          onClose={onClose}
          onSubmit={(to) => onRename(asking.line, to)}
        />
      )
    case 'delete':
      return (
        <ConfirmDialog
          open
          onClose={onClose}
          title={`Delete ${asking.line.name}?`}
          act={
            asking.line.kind === 'folder' ? 'Keep a backup and delete the folder' : 'Keep a backup and delete'
          }
          onConfirm={() => onDelete(asking.line)}
          toError={toFailure}
        >
          <p>
            <b className="font-mono text-sm font-medium break-all">{asking.line.path}</b>
            {asking.line.kind === 'folder' && asking.line.link === null && ' and all that is in it'} will be
            deleted. What it holds is kept in a backup first, ignored files too.
          </p>
        </ConfirmDialog>
      )
  }
}
