import { Minus, Plus, Undo2 } from 'lucide-react'
import { IconButton } from '../../../ui/index.ts'
import { useDiffList } from '../diff-list-context.ts'
import type { HunkTarget } from '../extension.ts'
import { hunkAt } from './shown-hunks.ts'
import { useStaging } from './use-staging.ts'

/** Staging, unstaging and discarding one hunk. Small: they stand over the code. */
export function HunkButtons({ hunk, reload }: { hunk: HunkTarget; reload(): void }) {
  const { patchOf } = useDiffList()
  const { can, stage, unstage, discard } = useStaging(hunk, reload)
  const patch = patchOf(hunk)
  if (patch === null || !(can.stage || can.unstage || can.discard)) return null
  const hunks = () => hunkAt(patch, hunk.oldStart, hunk.newStart)
  return (
    <span className="flex rounded-md border border-line bg-overlay">
      {can.discard && (
        <IconButton
          size="sm"
          label="Discard this hunk"
          icon={<Undo2 />}
          onClick={() => void discard(hunks())}
        />
      )}
      {can.unstage && (
        <IconButton
          size="sm"
          label="Unstage this hunk"
          icon={<Minus />}
          onClick={() => void unstage(hunks())}
        />
      )}
      {can.stage && (
        <IconButton size="sm" label="Stage this hunk" icon={<Plus />} onClick={() => void stage(hunks())} />
      )}
    </span>
  )
}
