import { keyLabels } from './key-labels.ts'

/** The keys of a shortcut such as `Mod+Shift+D`, one cap each. `tone` fits it to a primary button. */
export function Kbd({ keys, tone = 'plain' }: { keys: string; tone?: 'plain' | 'on-accent' }) {
  const colour = tone === 'plain' ? 'border-strong text-muted' : 'border-current/30 text-current'
  return (
    <span className="inline-flex gap-1">
      {keyLabels(keys).map((key) => (
        <kbd
          key={key}
          className={`min-w-[18px] rounded-sm border px-1 text-center font-sans text-xs ${colour}`}
        >
          {key}
        </kbd>
      ))}
    </span>
  )
}
