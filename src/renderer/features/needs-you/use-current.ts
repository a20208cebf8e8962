import { useCallback, useEffect, useRef, useState, type RefCallback } from 'react'
import type { Need } from '../../../contracts/index.ts'
import { rowKeys, useLatest } from '../../app/index.ts'

/** The row of the need with this id, or else the first: what J and K move among. */
const rowOf = (list: HTMLElement, id: string): HTMLElement | null =>
  list.querySelector(id === '' ? '[data-row]' : `[data-need="${CSS.escape(id)}"] [data-row]`)

/**
 * The current need of a list: the one that has the focus, or the one that takes its place once it is dealt with, also
 * in the focus unless that is elsewhere by now. `list` is the ref of the element around all of them.
 */
export function useCurrent(needs: readonly Need[]): {
  current: Need | undefined
  list: RefCallback<HTMLElement>
} {
  const element = useRef<HTMLElement>(null)
  const [last, setLast] = useState({ id: '', index: 0 })
  const at = needs.findIndex(({ id }) => id === last.id)
  const current = needs[at < 0 ? Math.min(last.index, needs.length - 1) : at]
  const latest = useLatest(needs)

  const list = useCallback(
    (node: HTMLElement | null) => {
      element.current = node
      const stop = rowKeys(node)
      const focused = ({ target }: FocusEvent): void => {
        const id = (target as Element).closest<HTMLElement>('[data-need]')?.dataset['need']
        const index = latest.current.findIndex((need) => need.id === id)
        if (index >= 0) setLast({ id: id ?? '', index })
      }
      node?.addEventListener('focusin', focused)
      return () => {
        node?.removeEventListener('focusin', focused)
        stop?.()
      }
    },
    [latest],
  )

  useEffect(() => {
    if (element.current) rowOf(element.current, '')?.focus()
  }, [])
  const id = current?.id ?? ''
  useEffect(() => {
    // What goes while it has the focus leaves it with the page.
    if (id !== '' && element.current && document.activeElement === document.body)
      rowOf(element.current, id)?.focus()
  }, [id])
  return { current, list }
}
