/** Added and removed lines; zeros are left out. */
export function LineCounts({ added, removed }: { added: number; removed: number }) {
  if (added === 0 && removed === 0) return null
  return (
    <span className="flex flex-none gap-1.5 text-xs tabular-nums">
      {added > 0 && <span className="text-add">+{added}</span>}
      {removed > 0 && <span className="text-del">−{removed}</span>}
    </span>
  )
}
