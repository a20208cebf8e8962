import { describe, expect, it } from 'vitest'
import { relativeTime } from '../../../src/renderer/ui/format-time.ts'
import { keyLabels } from '../../../src/renderer/ui/key-labels.ts'

describe('relative time', () => {
  const now = new Date(2026, 10, 20, 15, 30).getTime()
  it.each([
    [0, 'now'],
    [59_000, 'now'],
    [61_000, '1 min'],
    [59 * 60_000, '59 min'],
    [2 * 3_600_000, '2 h'],
    [24 * 3_600_000, 'yesterday'],
    [4 * 24 * 3_600_000, 'Mon'],
    [30 * 24 * 3_600_000, 'Oct 21'],
  ])('%i ms ago is %s', (elapsed, text) => {
    expect(relativeTime(now - elapsed, now)).toBe(text)
  })
})

describe('keys', () => {
  it.each([
    ['Mod+Shift+d', false, ['Ctrl', 'Shift', 'D']],
    ['Mod+Shift+d', true, ['⌘', '⇧', 'D']],
    ['Escape', false, ['Esc']],
    ['?', true, ['?']],
  ])('%s', (keys, mac, labels) => {
    expect(keyLabels(keys, mac)).toEqual(labels)
  })
})
