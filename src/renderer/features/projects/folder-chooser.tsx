import { CornerLeftUp, Folder, FolderGit2 } from 'lucide-react'
import { useState, type RefObject } from 'react'
import type { FolderListing } from '../../../contracts/index.ts'
import { rowKeys, useLoad, useServices } from '../../app/index.ts'
import { Badge, Button, cx, ErrorNote, IconButton, Input, Skeleton } from '../../ui/index.ts'

/**
 * Walks the folders of the machine the control plane runs on. `path` is what is chosen; a repository is chosen by a
 * click, any other folder is opened by it.
 */
export function FolderChooser({
  path,
  onPath,
  inputRef,
}: {
  path: string
  onPath(path: string): void
  inputRef: RefObject<HTMLInputElement | null>
}) {
  const { client } = useServices()
  const [folder, setFolder] = useState<string | null>(null)
  const listing = useLoad(folder ?? '', (signal) => client.repository.browse({ path: folder }, { signal }))
  const open = (next: string): void => {
    setFolder(next)
    onPath(next)
  }
  const parent = listing.phase === 'ready' ? listing.data.parent : null
  return (
    <div className="flex flex-col gap-2">
      <form
        className="flex items-center gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          if (path !== '') setFolder(path)
        }}
      >
        <IconButton
          label="Up one folder"
          icon={<CornerLeftUp />}
          disabled={parent === null ? 'This is the topmost folder' : false}
          onClick={() => parent !== null && open(parent)}
        />
        <Input
          ref={inputRef}
          mono
          aria-label="Path of the folder"
          placeholder={listing.phase === 'ready' ? listing.data.path : '/home/you/project'}
          className="flex-1"
          value={path}
          spellCheck={false}
          onChange={(event) => onPath(event.target.value)}
        />
        <Button type="submit" kind="ghost">
          Show
        </Button>
      </form>
      <div className="h-72 overflow-y-auto rounded-md border border-line bg-panel p-1">
        {listing.phase === 'loading' && <Waiting />}
        {listing.phase === 'failed' && <ErrorNote error={listing.failure} onRetry={listing.reload} />}
        {listing.phase === 'ready' && (
          <Entries listing={listing.data} chosen={path} onChoose={onPath} onOpen={open} />
        )}
      </div>
    </div>
  )
}

function Entries({
  listing,
  chosen,
  onChoose,
  onOpen,
}: {
  listing: FolderListing
  chosen: string
  onChoose(path: string): void
  onOpen(path: string): void
}) {
  if (listing.entries.length === 0) return <p className="p-2 text-subtle">No folders in {listing.path}.</p>
  return (
    <ul aria-label={`Folders in ${listing.path}`} ref={rowKeys}>
      {listing.entries.map(({ name, path, repository }) => (
        <li key={path}>
          <button
            type="button"
            data-row
            aria-pressed={repository ? path === chosen : undefined}
            title={path}
            onClick={() => (repository ? onChoose(path) : onOpen(path))}
            onDoubleClick={() => onOpen(path)}
            className={cx(
              'flex h-7 w-full items-center gap-2 rounded-md px-2 text-left -outline-offset-2 [&_svg]:size-4 [&_svg]:flex-none',
              path === chosen ? 'bg-active' : 'hover:bg-hover',
            )}
          >
            {repository ? (
              <FolderGit2 aria-hidden className="text-accent" />
            ) : (
              <Folder aria-hidden className="text-subtle" />
            )}
            <span className="flex-1 truncate">{name}</span>
            {repository && <Badge>git</Badge>}
          </button>
        </li>
      ))}
      {listing.truncated && <li className="p-2 text-subtle">There are more. Type the path instead.</li>}
    </ul>
  )
}

const Waiting = () => (
  <div className="flex flex-col gap-3.5 p-2" role="status" aria-label="Reading the folder">
    {[50, 70, 40, 60, 55].map((width) => (
      <Skeleton key={width} width={`${width}%`} />
    ))}
  </div>
)
