import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown } from 'lucide-react'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { useServices } from '../../app/index.ts'
import type { OpenTranscript, ReadingPlace, TranscriptView } from '../../state/index.ts'
import { Button, cx, Spinner } from '../../ui/index.ts'
import { belowView, followsEnd, type ScrollPlace } from './follow-end.ts'
import { branchAt, positionOf, rowsOf, type Row } from './rows.ts'
import { RowView } from './row-view.tsx'
import { useTurnActs } from './turns/index.ts'
import { useHit } from './use-hit.ts'

/** Further messages are fetched when the top or the bottom is this close. */
const loadSlack = 600

const guesses: Record<Row['kind'], number> = { item: 72, looks: 44, 'turn-end': 80, changes: 46, branch: 46 }

const heightOf = (row: Row | undefined, { heights }: TranscriptView): number =>
  heights.get(row?.key ?? '') ?? guesses[row?.kind ?? 'item']

const without = (keys: ReadonlySet<string>, key: string): ReadonlySet<string> =>
  new Set([...keys].filter((other) => other !== key))

/**
 * The rows of a transcript, only those in view drawn. It follows the end only when it is there. With `at` the item
 * at that position is shown and set off.
 */
export function TranscriptList({
  transcript,
  worktrees,
  at = null,
}: {
  transcript: OpenTranscript
  worktrees: readonly string[]
  at?: number | null
}) {
  const { toasts } = useServices()
  const state = useStore(transcript.store)
  const readOnly = useTurnActs() === null
  const { view } = transcript
  // Gone back to, a transcript stands where it was left.
  const [left] = useState(() => (at === null ? view.reading : null))
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set())
  const rows = useMemo(() => {
    // A left branch is closed at first, but for the one with what is to be shown.
    const sought = at === null ? null : branchAt(state.items, state.turns, at)
    const all = rowsOf(state.items, state.turns, (key) => toggled.has(key) !== (key === sought))
    // Snapshots go with the workspace: what a turn changed cannot be read once only the text is left.
    return readOnly ? all.filter(({ kind }) => kind !== 'changes') : all
  }, [at, readOnly, state.items, state.turns, toggled])
  const toggle = useCallback(
    (key: string) =>
      setToggled((before) => (before.has(key) ? without(before, key) : new Set([...before, key]))),
    [],
  )
  const scroller = useRef<HTMLDivElement>(null)
  const following = useRef(at === null && left === null)
  const place = useRef<ScrollPlace | null>(null)
  const [away, setAway] = useState(at !== null || left !== null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heightOf(rows[index], view),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 6,
    paddingStart: 18,
    paddingEnd: 12,
  })
  const height = virtual.getTotalSize()

  // The row at the top keeps its place when older ones come before it.
  const firstKey = rows[0]?.key
  const anchor = useRef<{ key: string | undefined; height: number }>({ key: undefined, height: 0 })
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const before = anchor.current
    if (following.current) element.scrollTop = element.scrollHeight
    else if (before.key !== firstKey && before.key !== undefined) element.scrollTop += height - before.height
    anchor.current = { key: firstKey, height }
  }, [firstKey, height])

  const shown = useHit({
    transcript,
    at: at ?? left?.position ?? null,
    rows,
    show: (index) => {
      if (at !== null || !left) return virtual.scrollToIndex(index, { align: 'center' })
      const [top] = virtual.getOffsetForIndex(index, 'start') ?? [0]
      virtual.scrollToOffset(top + left.offset)
    },
  })
  useLayoutEffect(() => {
    if (at === null) return
    following.current = false
    setAway(true)
  }, [at])

  // A pane that changes its size must not lose the end.
  useEffect(() => {
    const element = scroller.current
    if (!element) return undefined
    const observer = new ResizeObserver(() => {
      if (following.current) element.scrollTop = element.scrollHeight
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  const onScroll = (): void => {
    const element = scroller.current
    if (!element) return
    const { scrollTop, scrollHeight, clientHeight } = element
    const now = { scrollTop, scrollHeight, clientHeight }
    const below = belowView(now)
    following.current = !state.moreAfter && followsEnd(following.current, place.current, now)
    place.current = now
    setAway(!following.current)
    view.reading = following.current ? null : placeAt(element.scrollTop)
    if (element.scrollTop <= loadSlack && state.more && !state.loadingOlder)
      void transcript.loadOlder().then((failure) => failure && toasts.failed('Load older messages', failure))
    if (below <= loadSlack && state.moreAfter && !state.loadingNewer)
      void transcript.loadNewer().then((failure) => failure && toasts.failed('Load newer messages', failure))
  }
  const placeAt = (top: number): ReadingPlace | null => {
    for (const { index, start, end } of virtual.getVirtualItems()) {
      const position = end > top ? positionOf(rows[index]) : undefined
      if (position !== undefined) return { position, offset: top - start }
    }
    return null
  }
  useEffect(
    () => () => {
      view.heights = new Map(virtual.takeSnapshot().map(({ key, size }) => [String(key), size]))
    },
    [view, virtual],
  )
  const toEnd = async (): Promise<void> => {
    const failure = await transcript.showEnd()
    if (failure) return toasts.failed('Load the newest messages', failure)
    following.current = true
    setAway(false)
    const element = scroller.current
    if (element) element.scrollTop = element.scrollHeight
  }

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        onScroll={onScroll}
        tabIndex={0}
        role="log"
        aria-label="Transcript"
        aria-live="off"
        className="h-full overflow-y-auto px-[22px] [overflow-anchor:none] -outline-offset-2"
      >
        {state.loadingOlder && (
          <div className="absolute inset-x-0 top-2 z-10 flex justify-center">
            <Spinner label="Loading older messages" />
          </div>
        )}
        {/* A short transcript stands at the bottom, beside the composer. */}
        <div className="flex min-h-full flex-col justify-end">
          <div className="relative mx-auto w-full max-w-[860px] flex-none" style={{ height }}>
            {virtual.getVirtualItems().map(({ index, key, start }) => {
              const row = rows[index]
              return (
                row && (
                  <div
                    key={key}
                    data-index={index}
                    ref={virtual.measureElement}
                    className="absolute inset-x-0 pb-3.5"
                    style={{ transform: `translateY(${start}px)` }}
                  >
                    <div
                      aria-current={(at !== null && index === shown) || undefined}
                      className={cx(
                        at !== null &&
                          index === shown &&
                          'rounded-lg outline-2 outline-offset-3 outline-accent',
                      )}
                    >
                      <RowView row={row} worktrees={worktrees} onToggle={toggle} />
                    </div>
                  </div>
                )
              )
            })}
          </div>
        </div>
      </div>
      {away && (
        <div className="absolute inset-x-0 bottom-2 flex justify-center">
          <Button size="sm" icon={<ArrowDown className="size-3.5" />} onClick={() => void toEnd()}>
            To the newest
          </Button>
        </div>
      )}
    </div>
  )
}
