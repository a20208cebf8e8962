import type { SearchAddon } from '@xterm/addon-search'
import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { useState } from 'react'
import { IconButton, Input } from '../../ui/index.ts'

/** Finds text in a terminal. Enter goes to the next, Shift Enter to the one before, Esc closes. */
export function FindBar({ search, onClose }: { search: SearchAddon; onClose(): void }) {
  const [text, setText] = useState('')
  const [found, setFound] = useState(true)
  const find = (wanted: string, back = false): void => {
    setText(wanted)
    setFound(
      wanted === '' ||
        (back ? search.findPrevious(wanted) : search.findNext(wanted, { incremental: wanted !== text })),
    )
  }
  return (
    <div className="floats absolute top-2 right-4 z-10 flex items-center gap-1 p-1">
      <Input
        // It opens because the user asked to type into it.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        value={text}
        invalid={!found}
        placeholder="Find in terminal"
        aria-label="Find in terminal"
        onChange={(event) => find(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose()
          if (event.key === 'Enter') find(text, event.shiftKey)
        }}
      />
      <IconButton
        size="sm"
        label="Previous"
        keys="Shift+Enter"
        icon={<ChevronUp />}
        onClick={() => find(text, true)}
      />
      <IconButton size="sm" label="Next" keys="Enter" icon={<ChevronDown />} onClick={() => find(text)} />
      <IconButton size="sm" label="Close" keys="Escape" icon={<X />} onClick={onClose} />
    </div>
  )
}
