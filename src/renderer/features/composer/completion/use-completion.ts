import { useId, useState, type KeyboardEvent } from 'react'
import type { Workspace } from '../../../../contracts/index.ts'
import type { Offered } from '../commands/parse.ts'
import type { Choice, Choices } from './choice.ts'
import { commandChoices } from './command-choices.ts'
import { triggerAt, type Trigger } from './trigger.ts'
import { useFileChoices } from './use-file-choices.ts'

export interface Completion {
  /** Null while nothing is being completed. */
  shown: (Choices & { selected: Choice | undefined }) | null
  listId: string
  optionId(choice: Choice): string
  /** True when the key was meant for the list. */
  onKeyDown(event: KeyboardEvent): boolean
  pick(choice: Choice): void
  select(choice: Choice): void
}

interface Options {
  text: string
  /** Where the caret stands; null when something is selected or the field has no focus. */
  caret: number | null
  workspace: Workspace | undefined
  offered: readonly Offered[]
  agentName: string
  onPick(choice: Choice, trigger: Trigger): void
}

/** What is being completed at the caret, and the keys that choose: arrows, Enter or Tab, Escape. */
export function useCompletion({ text, caret, workspace, offered, agentName, onPick }: Options): Completion {
  const id = useId()
  const [selectedKey, setSelectedKey] = useState('')
  /** Where the word begins whose list was closed with Escape. */
  const [dismissed, setDismissed] = useState<number | null>(null)
  const found = caret === null ? null : triggerAt(text, caret)
  const trigger = found?.from === dismissed ? null : found
  // Remembered while rendering, as React advises for state that follows from props.
  if (dismissed !== null && caret !== null && found?.from !== dismissed) setDismissed(null)
  const files = useFileChoices(workspace, trigger?.kind === 'file' ? trigger.query : null)
  const list =
    trigger && (trigger.kind === 'file' ? files : commandChoices(offered, trigger.query, agentName))
  const selected = list?.choices.find(({ key }) => key === selectedKey) ?? list?.choices[0]

  const pick = (choice: Choice): void => {
    if (!trigger) return
    setSelectedKey('')
    onPick(choice, trigger)
  }
  const move = (by: number): void => {
    if (!list || list.choices.length === 0) return
    const at = list.choices.findIndex((choice) => choice === selected)
    const next = list.choices[(at + by + list.choices.length) % list.choices.length]
    if (next) setSelectedKey(next.key)
  }
  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (!trigger || !list || event.ctrlKey || event.metaKey || event.altKey) return false
    const act = actOf(event)
    if (!act) return false
    if (event.key === 'Enter' && selected?.text.trim() === text.slice(trigger.from, trigger.to)) {
      // Written to the end already: Enter is for the whole text, and its answer is not to be covered.
      setDismissed(trigger.from)
      return false
    }
    if (act === 'dismiss') setDismissed(trigger.from)
    // Nothing to choose from: the key does what it does without a list.
    else if (list.choices.length === 0 && !list.pending) return false
    else if (act === 'up') move(-1)
    else if (act === 'down') move(1)
    // While a search runs the list is that of an earlier word.
    else if (selected && !list.pending) pick(selected)
    event.preventDefault()
    event.stopPropagation()
    return true
  }
  return {
    shown: list && (list.choices.length > 0 || list.note !== null) ? { ...list, selected } : null,
    listId: `${id}-list`,
    optionId: (choice) => `${id}-${choice.key}`.replaceAll(/\s/g, '-'),
    onKeyDown,
    pick,
    select: (choice) => setSelectedKey(choice.key),
  }
}

function actOf({ key, shiftKey }: KeyboardEvent): 'up' | 'down' | 'pick' | 'dismiss' | null {
  if (key === 'Escape') return 'dismiss'
  if (shiftKey) return null
  if (key === 'ArrowUp') return 'up'
  if (key === 'ArrowDown') return 'down'
  return key === 'Enter' || key === 'Tab' ? 'pick' : null
}
