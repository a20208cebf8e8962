const steps: Record<string, number> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }

/** The row a key leads to among `rows`, from the one at index `at` (-1: none); undefined for other keys. */
function nextRow<Row>(rows: readonly Row[], at: number, key: string): Row | undefined {
  if (key === 'Home') return rows[0]
  if (key === 'End') return rows.at(-1)
  const step = steps[key]
  if (step === undefined) return undefined
  return rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step))]
}

/**
 * Ref of a list: arrow keys, J and K, Home and End move the focus among the elements with `data-row` inside it.
 * A text field in the list keeps its letters, Home and End.
 */
export function rowKeys(list: HTMLElement | null): (() => void) | undefined {
  if (!list) return undefined
  const press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    const { target } = event
    if (target instanceof HTMLInputElement && !event.key.startsWith('Arrow')) return
    // A form inside a row needs them all.
    if (target instanceof HTMLElement && target.closest('form, textarea')) return
    const rows = [...list.querySelectorAll<HTMLElement>('[data-row]')]
    const at = rows.findIndex((row) => row.contains(document.activeElement))
    const next = nextRow(rows, at, event.key)
    if (!next) return
    event.preventDefault()
    next.focus()
  }
  list.addEventListener('keydown', press)
  return () => list.removeEventListener('keydown', press)
}
