import { Eye, EyeOff, FilePlus, ListCollapse } from 'lucide-react'
import { useEffect, useMemo, useState, type ReactNode } from 'react'
import type { FilePlace, Workspace } from '../../../contracts/index.ts'
import { useEntities, useServices, useShortcut, useUi } from '../../app/index.ts'
import { ErrorNote, IconButton, Segmented, SplitPanes, Tabs, type TabItem } from '../../ui/index.ts'
import { EditorMenu } from '../editors/index.ts'
import { FilePane, NothingOpen } from './file-pane.tsx'
import type { FilesModel } from './files-model.ts'
import { useFiles, useFilesState } from './models.ts'
import { activeFile, fileKey } from './open-file.ts'
import { noSearch, SearchPane } from './search/search-pane.tsx'
import type { Wanted } from './search/use-grep.ts'
import { FileTree } from './tree/file-tree.tsx'
import { folderKey, foldersAbove, type TreeLine } from './tree/tree-lines.ts'
import { useTree } from './tree/use-tree.ts'
import { useFileActs } from './use-file-acts.tsx'

/** The Files tab of a workspace: its files at the left, those that are open at the right. */
export function FilesPanel({ workspace, side, onSide }: FilesPanelProps) {
  const model = useFiles(workspace.id)
  return (
    <section aria-label="Files" className="flex min-h-0 flex-1 flex-col">
      <SplitPanes
        id="files"
        leftSize={34}
        left={<LeftPane workspace={workspace} model={model} side={side} onSide={onSide} />}
        right={<OpenFiles workspace={workspace} model={model} />}
      />
    </section>
  )
}

export type FilesSide = 'tree' | 'search'

export interface FilesPanelProps {
  workspace: Workspace
  side: FilesSide
  onSide(side: FilesSide): void
}

function LeftPane({ workspace, model, side, onSide }: FilesPanelProps & { model: FilesModel }) {
  const [wanted, setWanted] = useState<Wanted>(noSearch)
  const switcher = (
    <Segmented
      label="What is shown at the left"
      value={side}
      options={[
        { value: 'tree', label: 'Tree' },
        { value: 'search', label: 'Search' },
      ]}
      onChange={onSide}
    />
  )
  if (side === 'tree') return <TreePane workspace={workspace} model={model} switcher={switcher} />
  return (
    <>
      <Bar>{switcher}</Bar>
      <SearchPane workspace={workspace} model={model} wanted={wanted} onChange={setWanted} />
    </>
  )
}

const Bar = ({ children }: { children: ReactNode }) => (
  <div className="flex h-9 flex-none items-center gap-0.5 border-b border-line bg-panel px-2">{children}</div>
)

interface TreePaneProps {
  workspace: Workspace
  model: FilesModel
  switcher: ReactNode
}

function TreePane({ workspace, model, switcher }: TreePaneProps) {
  const { ui } = useServices()
  const showIgnored = useUi((state) => state.showIgnored)
  const tree = useTree(workspace, showIgnored)
  const acts = useFileActs(workspace, model, tree)
  const [focused, setFocused] = useState<TreeLine | null>(null)
  const active = useFilesState(model, activeFile)
  const dirty = useFilesState(model, ({ files }) => files.filter((file) => file.dirty).map(({ key }) => key))
  const dirtyKeys = useMemo(() => new Set(dirty.map((key) => key.replace(' ', ':'))), [dirty])
  const { reveal } = tree
  const { repositoryId, path } = active ?? {}
  useEffect(() => {
    if (repositoryId && path) reveal(foldersAbove(repositoryId, path))
  }, [reveal, repositoryId, path])
  return (
    <>
      <Bar>
        {switcher}
        <span className="flex-1" />
        <IconButton
          size="sm"
          label="New file"
          icon={<FilePlus />}
          onClick={() => acts.create('file', focused)}
        />
        <IconButton
          size="sm"
          label={showIgnored ? 'Hide ignored files' : 'Show ignored files'}
          pressed={showIgnored}
          icon={showIgnored ? <Eye /> : <EyeOff />}
          onClick={() => ui.setState({ showIgnored: !showIgnored })}
        />
        <IconButton size="sm" label="Close all folders" icon={<ListCollapse />} onClick={tree.closeAll} />
      </Bar>
      {tree.failure && (
        <div className="p-3">
          <ErrorNote error={tree.failure} onRetry={tree.refresh} />
        </div>
      )}
      <FileTree
        tree={tree}
        selected={active && folderKey(active.repositoryId, active.path)}
        dirty={dirtyKeys}
        onOpen={(line) => line.kind === 'file' && model.open(line)}
        onFocus={setFocused}
        onRename={acts.rename}
        onDelete={acts.delete}
        menu={acts.menu(focused)}
      />
      {acts.dialog}
    </>
  )
}

function OpenFiles({ workspace, model }: { workspace: Workspace; model: FilesModel }) {
  const { toasts } = useServices()
  const version = useEntities((entities) => entities.changes[workspace.id]?.version ?? 0)
  const files = useFilesState(model, (state) => state.files)
  const file = useFilesState(model, activeFile)
  const keys = useShortcut('file.quick-open')
  const close = (key: string): void => {
    const closing = model.file(key)
    model.close(key)
    if (closing?.dirty)
      toasts.show({
        title: `Closed ${closing.path} with edits that are not saved`,
        detail: 'They are kept, and there when it is opened again.',
        action: { label: 'Open again', run: () => model.open(closing) },
      })
  }
  if (files.length === 0) return <NothingOpen keys={keys} />
  const items = files.map(({ key, path, dirty, conflict }): TabItem => ({
    id: key,
    label: path.slice(path.lastIndexOf('/') + 1),
    ...(conflict
      ? { status: 'attention' as const }
      : dirty
        ? { badge: <span role="img" aria-label="not saved" className="size-2 rounded-full bg-accent" /> }
        : {}),
    onClose: () => close(key),
  }))
  return (
    <>
      <Tabs label="Open files" items={items} selected={file?.key ?? ''} onSelect={(key) => model.show(key)} />
      {file && (
        <FilePane
          key={fileKey(file)}
          model={model}
          file={file}
          version={version}
          extra={
            <EditorMenu
              workspace={workspace}
              target={() => ({ ...placeOf(file), ...model.cursorOf(file.key) })}
            />
          }
        />
      )}
    </>
  )
}

const placeOf = ({ repositoryId, path }: FilePlace): FilePlace => ({ repositoryId, path })
