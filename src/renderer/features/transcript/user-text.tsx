import { useMemo } from 'react'
import { promptParts } from './prompt-parts.ts'

/** What the user wrote, as it was typed; fenced code is set apart. */
export function UserText({ text }: { text: string }) {
  const parts = useMemo(() => promptParts(text), [text])
  return parts.map((part, index) =>
    part.type === 'text' ? (
      // Parts have no identity but their place.
      // oxlint-disable-next-line react/no-array-index-key
      <p key={index}>{part.text}</p>
    ) : (
      // oxlint-disable-next-line react/no-array-index-key
      <div
        key={index}
        className="my-1.5 overflow-hidden rounded-md border border-line bg-input first:mt-0 last:mb-0"
      >
        {part.info && <div className="px-2.5 pt-1 font-mono text-xs text-subtle">{part.info}</div>}
        <pre className="px-2.5 py-1 font-mono text-sm leading-[18px] break-words whitespace-pre-wrap">
          {part.code}
        </pre>
      </div>
    ),
  )
}
