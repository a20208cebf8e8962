import { FileQuestion, FileX2 } from 'lucide-react'
import { lazy, Suspense, useEffect, useMemo, useState, type ReactNode } from 'react'
import { useActions, useLoad, useServices, formatBytes, type Action } from '../../app/index.ts'
import { EmptyState, ErrorNote, Skeleton } from '../../ui/index.ts'
import { ConflictNote } from './conflict-note.tsx'
import { FileHeader } from './file-header.tsx'
import type { FilesModel } from './files-model.ts'
import type { OpenFile } from './open-file.ts'

// The editor is loaded with the first file that is opened.
const CodeEditor = lazy(async () => ({
  default: (await import('./editor/code-editor.tsx')).CodeEditor,
}))
const CompareView = lazy(async () => ({
  default: (await import('./editor/compare-view.tsx')).CompareView,
}))

/** How often a file in view is compared with the disk: git tells of no change of an ignored file. */
const checkEveryMs = 3_000

/** One open file: its editor, its picture, or why there is neither. Mount it anew for another file. */
export function FilePane({
  model,
  file,
  version,
  extra,
}: {
  model: FilesModel
  file: OpenFile
  /** Grows when something in the worktrees changed. */
  version: number
  extra?: ReactNode
}) {
  const { toasts } = useServices()
  const [comparing, setComparing] = useState(false)
  const { key, content, failure } = file
  useChecks(model, key, version)
  const save = useMemo(
    () => async () => {
      await model.save(key).catch((error: unknown) => toasts.failed('Save the file', error))
    },
    [model, key, toasts],
  )
  const actions = useMemo<Action[]>(
    () => [
      {
        id: 'file.save',
        title: 'Save the file',
        section: 'Workspace',
        when: () => model.file(key)?.content?.kind === 'text',
        run: save,
      },
    ],
    [model, key, save],
  )
  useActions(actions)
  const disk = file.conflict?.kind === 'changed' ? file.conflict.content : null
  return (
    <section aria-label={file.path} className="flex min-h-0 flex-1 flex-col">
      <FileHeader file={file} onSave={() => void save()} extra={extra} />
      <ConflictNote model={model} file={file} comparing={comparing} onCompare={setComparing} />
      {failure && (
        <div className="p-4">
          <ErrorNote error={failure} onRetry={() => void model.reload(key)} />
        </div>
      )}
      {!content && !failure && <Waiting />}
      {content?.kind === 'text' && (
        <Suspense fallback={<Waiting />}>
          {comparing && disk?.kind === 'text' ? (
            <CompareView path={file.path} disk={disk.text} mine={model.textOf(key)} />
          ) : (
            <CodeEditor key={key} model={model} fileKey={key} />
          )}
        </Suspense>
      )}
      {content?.kind === 'image' && (
        <div className="grid min-h-0 flex-1 place-items-center overflow-auto p-4">
          <figure className="flex flex-col items-center gap-2">
            <img
              src={`data:${content.mediaType};base64,${content.base64}`}
              alt={file.path}
              className="max-w-full rounded-sm border border-line bg-[conic-gradient(var(--bg-raised)_25%,var(--bg-panel)_0_50%,var(--bg-raised)_0_75%,var(--bg-panel)_0)] bg-size-[16px_16px]"
            />
            <figcaption className="text-sm text-subtle">
              {content.mediaType}, {formatBytes(content.size)}
            </figcaption>
          </figure>
        </div>
      )}
      {content?.kind === 'binary' && (
        <EmptyState icon={<FileQuestion />} title="A binary file">
          Its {formatBytes(content.size)} are not shown. Open it in a program of your own.
        </EmptyState>
      )}
    </section>
  )
}

/** Compares with the disk when the worktree changed, when the window comes back, and every now and then. */
function useChecks(model: FilesModel, key: string, version: number): void {
  useLoad(`${key} ${version}`, () => model.check(key))
  useEffect(() => {
    const check = (): void => {
      if (document.visibilityState === 'visible') void model.check(key)
    }
    const timer = setInterval(check, checkEveryMs)
    window.addEventListener('focus', check)
    return () => {
      clearInterval(timer)
      window.removeEventListener('focus', check)
    }
  }, [model, key])
}

export const NothingOpen = ({ keys }: { keys: string | undefined }) => (
  <EmptyState icon={<FileX2 />} title="No file is open">
    Choose one in the tree{keys ? `, or find it by its name with ${keys.replaceAll('+', ' ')}` : ''}.
  </EmptyState>
)

const Waiting = () => (
  <div role="status" aria-label="Loading the file" className="flex flex-col gap-2 p-4">
    <Skeleton width="40%" />
    <Skeleton width="65%" />
    <Skeleton width="55%" />
  </div>
)
