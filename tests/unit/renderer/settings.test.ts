import { describe, expect, it } from 'vitest'
import { keymap } from '../../../src/renderer/app/actions/keymap.ts'
import { findSettings } from '../../../src/renderer/features/settings/find-settings.ts'
import { limitUnit, limitValue } from '../../../src/renderer/features/settings/limit-label.ts'
import { freeProfileId } from '../../../src/renderer/features/settings/profile-id.ts'
import { shortcutGroups } from '../../../src/renderer/features/settings/shortcut-groups.ts'
import { ProfileId } from '../../../src/contracts/index.ts'

describe('limits', () => {
  it.each([
    ['heartbeatStaleMs', 30_000, '30 s'],
    ['heartbeatUnhealthyMs', 120_000, '2 min'],
    ['journalBatchWaitMs', 50, '50 ms'],
    ['journalBatchBytes', 65_536, '64 KiB'],
    ['terminalScrollbackLines', 5_000, '5,000 lines'],
    ['nodes', 10, '10'],
  ] as const)('%s of %i is shown as %s', (name, value, text) => {
    expect(limitValue(name, value)).toBe(text)
  })
  it('names units from the name of the limit', () => {
    expect([limitUnit('gitCommandMs'), limitUnit('promptBytes'), limitUnit('nodes')]).toEqual([
      'ms',
      'bytes',
      '',
    ])
  })
})

describe('freeProfileId', () => {
  it.each([
    ['Team reviewer', [], 'team-reviewer'],
    ['Team reviewer', ['team-reviewer', 'team-reviewer-2'], 'team-reviewer-3'],
    ['Ünïcode!', [], 'unicode'],
    ['***', [], 'agent'],
    ['x'.repeat(80), ['x'.repeat(40)], `${'x'.repeat(38)}-2`],
  ])('of "%s" beside %j is %s', (name, takenIds, id) => {
    expect(freeProfileId(name, takenIds)).toBe(id)
    expect(ProfileId.safeParse(id).success).toBe(true)
  })
})

describe('findSettings', () => {
  const find = (query: string) => findSettings(query, []).map(({ title }) => title)
  it('finds by title, by other words and by the name of a limit', () => {
    expect(find('theme')).toEqual(['Theme'])
    expect(find('colour')).toEqual(['Theme'])
    expect(find('gitCommandMs')).toEqual(['Git command may take'])
  })
  it('wants all words', () => {
    expect(find('terminal font')).toEqual(['Terminal font size'])
    expect(find('terminal pink')).toEqual([])
  })
})

describe('shortcuts', () => {
  const rows = (inBrowser: boolean) => shortcutGroups(inBrowser, keymap).flatMap((group) => group.rows)
  it('lists a row of digits once', () => {
    expect(rows(false).filter(({ id }) => id.startsWith('workspace.tab'))).toEqual([
      { id: 'workspace.tab-1', title: 'Go to a tab of the workspace', keys: 'Mod+1…9' },
    ])
  })
  it('shows what works where the app runs', () => {
    const create = (inBrowser: boolean) => rows(inBrowser).find(({ id }) => id === 'workspace.create')?.keys
    expect([create(false), create(true)]).toEqual(['Mod+N', 'Alt+N'])
  })
  it('binds no key twice', () => {
    const all = keymap.flatMap(({ shortcuts }) => shortcuts)
    expect(all).toEqual([...new Set(all)])
  })
})
