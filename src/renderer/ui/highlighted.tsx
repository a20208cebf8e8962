/** Text with the letters that matched set off. */
export function Highlighted({ text, at }: { text: string; at: readonly number[] }) {
  if (at.length === 0) return text
  const letters = Array.from(text)
  const matched = new Set(at)
  // Runs of letters that are alike in being matched or not.
  const runs: { text: string; on: boolean; start: number }[] = []
  letters.forEach((letter, index) => {
    const on = matched.has(index)
    const last = runs.at(-1)
    if (last?.on === on) last.text += letter
    else runs.push({ text: letter, on, start: index })
  })
  return runs.map(({ text: run, on, start }) =>
    on ? (
      <b key={start} className="font-semibold text-accent">
        {run}
      </b>
    ) : (
      <span key={start}>{run}</span>
    ),
  )
}
