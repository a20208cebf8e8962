import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { menuActions } from '../../../src/main/hosts/electron/menu-actions.ts'
import { withShortcuts } from '../../../src/main/hosts/electron/menu-shortcuts.ts'
import { ActionRegistry, holderOf, refusalOf, shortcutOf } from '../../../src/renderer/app/actions/index.ts'
import { bindingsWith, keymap } from '../../../src/renderer/app/actions/keymap.ts'
import type { KeyPress } from '../../../src/renderer/app/actions/shortcut.ts'

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
})

describe('a key press as a shortcut', () => {
  it.each([
    [press('D', { ctrlKey: true, shiftKey: true }), false, 'mod+shift+d'],
    [press('d', { metaKey: true }), true, 'mod+d'],
    [press('∂', { altKey: true, code: 'KeyD' }), true, 'alt+d'],
    [press('?', { shiftKey: true }), false, '?'],
    [press('F6'), false, 'f6'],
    [press('Control', { ctrlKey: true }), false, null],
    [press('Shift', { shiftKey: true }), false, null],
  ])('%j is %s, %s', (event, commandKey, shortcut) => expect(shortcutOf(event, commandKey)).toBe(shortcut))
})

describe('what cannot be a shortcut', () => {
  it.each(['mod+c', 'mod+z', 'enter', 'tab', 'j', 'k', 'escape', 'mod+3', 'alt+1', 'arrowdown', 'mod+enter'])(
    '%s is refused with a reason',
    (shortcut) => expect(refusalOf(shortcut, false)).toEqual(expect.any(String)),
  )
  it.each(['mod+shift+d', 'alt+x', 'f6', 'x', 'shift+x', '?', 'mod+n'])('%s is not', (shortcut) =>
    expect(refusalOf(shortcut, false)).toBeNull(),
  )
  it('keeps what the browser takes out of the browser', () =>
    expect([refusalOf('mod+t', true), refusalOf('mod+t', false)]).toEqual([expect.any(String), null]))
})

describe('the keymap as the user has it', () => {
  const own = {
    'view.changes': ['alt+c'],
    'session.create': [],
    'workspace.tab-1': ['x'],
    'gone.action': ['y'],
  }
  const of = (id: string) => bindingsWith(own).find((binding) => binding.id === id)?.shortcuts
  it('takes theirs, none where they want none, and leaves rows of digits alone', () => {
    expect(of('view.changes')).toEqual(['alt+c'])
    expect(of('session.create')).toEqual([])
    expect(of('workspace.tab-1')).toEqual(['mod+1'])
    expect(of('app.command-bar')).toEqual(['mod+k'])
  })
  it('knows who has a shortcut', () => {
    expect(holderOf(bindingsWith(own), 'workspace.create', 'alt+c')?.id).toBe('view.changes')
    expect(holderOf(bindingsWith(own), 'view.changes', 'alt+c')).toBeUndefined()
    expect(holderOf(bindingsWith(own), 'workspace.create', 'mod+shift+d')).toBeUndefined()
  })
  it('is in force at once for actions registered before and after', () => {
    const registry = new ActionRegistry(() => undefined)
    const action = { id: 'view.changes', title: 'Changes', section: 'View', run: () => undefined } as const
    registry.register([action])
    registry.bind(own)
    expect(registry.find('view.changes')?.shortcuts).toEqual(['alt+c'])
    registry.register([{ ...action, title: 'Again' }])
    expect(registry.find('view.changes')?.shortcuts).toEqual(['alt+c'])
    registry.bind({})
    expect(registry.find('view.changes')?.shortcuts).toEqual(['mod+shift+d'])
  })
  it('is what the application menu shows', () => {
    const shown = withShortcuts(menuActions, { 'workspace.create': ['mod+shift+y'], 'app.command-bar': [] })
    const of = (id: string) => shown.find((action) => action.id === id)?.accelerator
    expect([of('workspace.create'), of('app.command-bar'), of('settings.open')]).toEqual([
      'CmdOrCtrl+Shift+Y',
      undefined,
      'CmdOrCtrl+,',
    ])
  })
})

it('every action of the app can be given a shortcut', () => {
  const renderer = join(import.meta.dirname, '../../../src/renderer')
  const declared = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('keymap.ts'))
    .flatMap((file) =>
      [...readFileSync(join(renderer, file), 'utf8').matchAll(/\bid: '([a-z-]+\.[a-z-]+)'/g)].map(
        ([, id]) => id,
      ),
    )
  expect(declared.length).toBeGreaterThan(20)
  expect(declared.filter((id) => !keymap.some((binding) => binding.id === id))).toEqual([])
})
