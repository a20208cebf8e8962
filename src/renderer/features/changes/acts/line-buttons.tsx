import { MessageSquare, Minus, Plus, Undo2, X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useActions, type Action } from '../../../app/index.ts'
import { Button, IconButton } from '../../../ui/index.ts'
import { NewComment } from '../comments/index.ts'
import { useDiffList } from '../diff-list-context.ts'
import type { LinesTarget } from '../extension.ts'
import { chosenHunks } from './shown-hunks.ts'
import { useStaging } from './use-staging.ts'

const section = 'Workspace' as const

/** What to do with chosen lines. */
export function LineButtons({ lines, close, reload }: { lines: LinesTarget; close(): void; reload(): void }) {
  const { patchOf } = useDiffList()
  const { can, stage, unstage, discard } = useStaging(lines, reload)
  const [commenting, setCommenting] = useState(false)
  const patch = patchOf(lines)
  const { start, end } = lines
  const hunks = useMemo(() => (patch === null ? [] : chosenHunks(patch, { start, end })), [patch, start, end])
  const changed = hunks.length > 0
  const actions = useMemo((): Action[] => {
    const then = (work: Promise<void>): Promise<void> => work.then(close)
    return [
      {
        id: 'changes.stage',
        title: 'Stage the chosen lines',
        section,
        icon: Plus,
        when: () => can.stage && changed,
        run: () => then(stage(hunks)),
      },
      {
        id: 'changes.unstage',
        title: 'Unstage the chosen lines',
        section,
        icon: Minus,
        when: () => can.unstage && changed,
        run: () => then(unstage(hunks)),
      },
      {
        id: 'changes.comment',
        title: 'Comment on the chosen lines',
        section,
        icon: MessageSquare,
        run: () => setCommenting(true),
      },
    ]
  }, [can, changed, hunks, stage, unstage, close])
  useActions(actions)
  if (commenting) return <NewComment lines={lines} onClose={close} />
  return (
    <div
      role="group"
      aria-label="Chosen lines"
      className="floats inline-flex flex-wrap items-center gap-1 rounded-md p-1 shadow-none"
    >
      <Button
        size="sm"
        icon={<MessageSquare className="size-3.5" />}
        keys="c"
        onClick={() => setCommenting(true)}
      >
        Comment
      </Button>
      {changed && can.stage && (
        <Button size="sm" keys="s" onClick={() => void stage(hunks).then(close)}>
          Stage lines
        </Button>
      )}
      {changed && can.unstage && (
        <Button size="sm" keys="u" onClick={() => void unstage(hunks).then(close)}>
          Unstage lines
        </Button>
      )}
      {changed && can.discard && (
        <Button
          size="sm"
          kind="ghost"
          icon={<Undo2 className="size-3.5" />}
          onClick={() => void discard(hunks).then(close)}
        >
          Discard lines
        </Button>
      )}
      <IconButton size="sm" label="Choose no lines" icon={<X />} onClick={close} />
    </div>
  )
}
