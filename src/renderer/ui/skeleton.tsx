/** Takes the place of what is loading, in its size. */
export function Skeleton({ width = '100%', height = 12 }: { width?: number | string; height?: number }) {
  return (
    <span
      aria-hidden
      style={{ width, height }}
      className="block animate-pulse rounded-sm bg-active motion-reduce:animate-none"
    />
  )
}
