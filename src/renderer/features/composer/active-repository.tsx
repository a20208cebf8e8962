import { FolderGit2, X } from 'lucide-react'

/** The repository that messages and commands are about, with the way back to all of them. */
export function ActiveRepository({ name, forget }: { name: string; forget(): void }) {
  return (
    <span className="inline-flex h-6 max-w-48 items-center gap-1.5 rounded-md border border-line bg-input pl-2 text-sm text-muted">
      <FolderGit2 aria-hidden className="size-3.5 flex-none" />
      <span className="truncate" title={`About the repository ${name}`}>
        {name}
      </span>
      <button
        type="button"
        aria-label={`About all repositories again, not only ${name}`}
        onClick={forget}
        className="grid size-6 flex-none place-items-center rounded-md hover:bg-hover hover:text-fg"
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </span>
  )
}
