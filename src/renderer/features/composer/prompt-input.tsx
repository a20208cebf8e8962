import { useState, type KeyboardEvent, type RefObject } from 'react'
import type { Workspace } from '../../../contracts/index.ts'
import type { Offered } from './commands/parse.ts'
import type { Choice } from './completion/choice.ts'
import { CompletionList } from './completion/completion-list.tsx'
import type { Trigger } from './completion/trigger.ts'
import { useCompletion } from './completion/use-completion.ts'

/** The text of a prompt, with completion at the caret. `onKeyDown` gets the keys the completion has no use for. */
export function PromptInput({
  input,
  agentName,
  text,
  workspace,
  offered,
  onChange,
  onPick,
  onKeyDown,
}: {
  input: RefObject<HTMLTextAreaElement | null>
  agentName: string
  text: string
  workspace: Workspace | undefined
  offered: readonly Offered[]
  onChange(text: string): void
  onPick(choice: Choice): void
  onKeyDown(event: KeyboardEvent): void
}) {
  const [caret, setCaret] = useState<number | null>(null)
  const pick = (choice: Choice, { from, to }: Trigger): void => {
    onPick(choice)
    const area = input.current
    if (!area) return
    area.focus()
    area.setSelectionRange(from, to)
    insertText(area, choice.text)
  }
  const completion = useCompletion({ text, caret, workspace, offered, agentName, onPick: pick })
  const { shown } = completion
  const follow = ({ selectionStart, selectionEnd }: HTMLTextAreaElement): void =>
    setCaret(selectionStart === selectionEnd ? selectionStart : null)
  return (
    <>
      <CompletionList completion={completion} />
      <textarea
        ref={input}
        value={text}
        aria-label={`Message ${agentName}`}
        placeholder={`Message ${agentName}, @ for files, / for commands`}
        // A text field that offers a list is a combobox for as long as it does.
        role={shown ? 'combobox' : undefined}
        aria-expanded={shown ? true : undefined}
        aria-controls={shown ? completion.listId : undefined}
        aria-haspopup="listbox"
        aria-autocomplete="list"
        aria-activedescendant={shown?.selected && completion.optionId(shown.selected)}
        onChange={(event) => {
          onChange(event.target.value)
          follow(event.target)
        }}
        onSelect={(event) => follow(event.currentTarget)}
        onBlur={() => setCaret(null)}
        onFocus={(event) => follow(event.currentTarget)}
        onKeyDown={(event) => {
          if (!event.nativeEvent.isComposing && !completion.onKeyDown(event)) onKeyDown(event)
        }}
        className="block field-sizing-content max-h-[40vh] min-h-[58px] w-full resize-none bg-transparent px-3 py-2.5 outline-none placeholder:text-subtle"
      />
    </>
  )
}

/**
 * Writes over what is selected. The command is the one way that keeps the field's undo history; where a browser
 * has lost it, history is what is lost.
 */
function insertText(area: HTMLTextAreaElement, text: string): void {
  if (document.execCommand('insertText', false, text)) return
  area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end')
  area.dispatchEvent(new Event('input', { bubbles: true }))
}
