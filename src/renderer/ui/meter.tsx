/** How much of something is used; amber from four fifths on. `label` says of what. */
export function Meter({ label, used, size }: { label: string; used: number; size: number }) {
  const share = size > 0 ? Math.min(1, used / size) : 0
  return (
    <span
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={size}
      aria-valuenow={used}
      className="inline-block h-1 w-14 overflow-hidden rounded-full bg-active"
    >
      <span
        style={{ width: `${share * 100}%` }}
        className={`block h-full ${share >= 0.8 ? 'bg-attention' : 'bg-running'}`}
      />
    </span>
  )
}
