import { ArrowDown, ArrowUp, Eye, FileDiff, WrapText } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { CodeViewHandle } from '@pierre/diffs/react'
import { useActions, useServices, type Action } from '../../app/index.ts'
import type { ChangedEntry } from './changed-entry.ts'
import type { Note } from './diff-items.ts'
import { HunkWalk } from './hunk-walk.ts'
import { scopeKinds, scopeWord, type ScopeKind } from './scope-words.ts'

interface Options {
  entries: readonly ChangedEntry[]
  /** Id of the file in view. */
  selected: string | null
  viewer: { readonly current: CodeViewHandle<Note, undefined> | null }
  goTo(id: string): void
  setViewed(entry: ChangedEntry, viewed: boolean): void
  chooseScope(kind: ScopeKind): Promise<void>
}

const section = 'Workspace' as const

/** Keys and command bar entries of the panel. */
export function useChangeActions({ entries, selected, viewer, goTo, setViewed, chooseScope }: Options): void {
  const { ui } = useServices()
  const [walk] = useState(() => new HunkWalk())
  const list = useMemo((): Action[] => {
    const at = entries.findIndex(({ id }) => id === selected)
    const file = (step: 1 | -1): void => {
      const next = entries[Math.max(0, Math.min(entries.length - 1, at + step))]
      if (next) goTo(next.id)
    }
    const toggle = (what: 'wrap' | 'ignoreSpace'): void =>
      ui.setState(({ diffs }) => ({ diffs: { ...diffs, [what]: !diffs[what] } }))
    return [
      { id: 'changes.next-file', title: 'Next changed file', section, icon: ArrowDown, run: () => file(1) },
      {
        id: 'changes.previous-file',
        title: 'Previous changed file',
        section,
        icon: ArrowUp,
        run: () => file(-1),
      },
      {
        id: 'changes.next-hunk',
        title: 'Next change',
        section,
        icon: ArrowDown,
        run: () => walk.go(viewer.current, entries, 1),
      },
      {
        id: 'changes.previous-hunk',
        title: 'Previous change',
        section,
        icon: ArrowUp,
        run: () => walk.go(viewer.current, entries, -1),
      },
      {
        id: 'changes.toggle-viewed',
        title: 'Mark the file as viewed, or not',
        section,
        icon: Eye,
        run: () => {
          const entry = entries[at]
          if (entry) setViewed(entry, !entry.file.viewed)
        },
      },
      {
        id: 'changes.wrap',
        title: 'Wrap lines of diffs',
        section,
        icon: WrapText,
        run: () => toggle('wrap'),
      },
      {
        id: 'changes.ignore-space',
        title: 'Ignore white space in diffs',
        section,
        icon: FileDiff,
        run: () => toggle('ignoreSpace'),
      },
      ...scopeKinds.map((kind) => ({
        id: `changes.scope-${kind}`,
        title: `Changes: ${scopeWord(kind, 'the base branch').toLowerCase()}`,
        section,
        icon: FileDiff,
        run: () => chooseScope(kind),
      })),
    ]
  }, [ui, walk, entries, selected, viewer, goTo, setViewed, chooseScope])
  useActions(list)
}
