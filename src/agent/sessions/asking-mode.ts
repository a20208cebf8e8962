import type { ConfigOption } from '../../contracts/index.ts'

/** Words of modes that act without asking, in the agents seen (auto, yolo, bypassPermissions, acceptEdits, …). */
const unasked =
  /auto|yolo|bypass|dontask|neverask|full|accept|unrestricted|allowall|skip|danger|trust|noprompt/
/** Words of modes that ask before they act, best first. */
const asking = [
  'default',
  'ask',
  'alwaysask',
  'askalways',
  'askbeforeedits',
  'normal',
  'manual',
  'prompt',
  'confirm',
]
/** Modes that only look; the next best when no mode is known to ask. */
const looking = ['readonly', 'plan']

/** `https://example.org/modes#Accept-Edits` → `acceptedits`: some agents use addresses as mode ids. */
const word = (text: string): string =>
  text
    .slice(Math.max(text.lastIndexOf('#'), text.lastIndexOf('/')) + 1)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')

const actsUnasked = (option: ConfigOption, value: string): boolean => {
  const name = option.choices.find((choice) => choice.value === value)?.name ?? ''
  return unasked.test(word(value)) || unasked.test(word(name))
}

/**
 * The value that makes the agent ask before it acts: the mode it calls so, else the one it is in when that does
 * not act unasked, else one that only looks, else any that does not act unasked. Null when there is none.
 */
export function askingValue(option: ConfigOption): string | null {
  const safe = option.choices.filter(({ value }) => !actsUnasked(option, value))
  const called = (words: readonly string[]): string | undefined => {
    for (const wanted of words) {
      const found = safe.find(({ value, name }) => word(value) === wanted || word(name) === wanted)
      if (found) return found.value
    }
    return undefined
  }
  const current = actsUnasked(option, option.value) ? undefined : option.value
  return called(asking) ?? current ?? called(looking) ?? safe[0]?.value ?? null
}
