import { describe, expect, it, vi } from 'vitest'
import { matchesShortcut, shortcutKeys, shownShortcut } from '../../../src/renderer/app/actions/shortcut.ts'
import { actionForKey } from '../../../src/renderer/app/actions/keyboard.ts'
import { ActionRegistry } from '../../../src/renderer/app/actions/registry.ts'
import type { Action } from '../../../src/renderer/app/actions/action.ts'

const press = (over: Partial<KeyboardEvent>) => ({
  key: '',
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...over,
})
const action = (over: Partial<Action>): Action => ({
  id: 'a',
  title: 'A',
  section: 'App',
  run: () => undefined,
  ...over,
})

describe('matchesShortcut', () => {
  it.each([
    ['mod+k', press({ key: 'k', code: 'KeyK', ctrlKey: true }), false, true],
    ['mod+k', press({ key: 'k', code: 'KeyK', metaKey: true }), true, true],
    ['mod+k', press({ key: 'k', code: 'KeyK', ctrlKey: true }), true, false],
    ['mod+k', press({ key: 'K', code: 'KeyK', ctrlKey: true, shiftKey: true }), false, false],
    ['mod+shift+d', press({ key: 'D', code: 'KeyD', ctrlKey: true, shiftKey: true }), false, true],
    ['mod+`', press({ key: 'Dead', code: 'Backquote', ctrlKey: true }), false, true],
    ['alt+1', press({ key: '¡', code: 'Digit1', altKey: true }), true, true],
    ['alt+n', press({ key: 'Dead', code: 'KeyN', altKey: true }), true, true],
    ['?', press({ key: '?', code: 'Slash', shiftKey: true }), false, true],
    ['?', press({ key: '?', code: 'Minus', shiftKey: true, ctrlKey: true }), false, false],
    ['a', press({ key: 'a', code: 'KeyA' }), false, true],
    ['a', press({ key: 'A', code: 'KeyA', shiftKey: true }), false, false],
    ['a', press({ key: 'a', code: 'KeyQ' }), false, true],
  ])('%s pressed as %j (Command key: %s) is %s', (shortcut, event, commandKey, result) => {
    expect(matchesShortcut(shortcut, event, commandKey)).toBe(result)
  })
})

describe('shown shortcuts', () => {
  const create = action({ shortcuts: ['mod+n', 'alt+n'] })
  it('shows in a browser only what the browser does not keep for itself', () => {
    expect(shownShortcut(create, false)).toBe('mod+n')
    expect(shownShortcut(create, true)).toBe('alt+n')
  })
  it('names the keys as the kit draws them', () => {
    expect(shortcutKeys('mod+shift+d')).toBe('Mod+Shift+D')
    expect(shortcutKeys('?')).toBe('?')
  })
})

describe('actionForKey', () => {
  const bar = action({ id: 'app.command-bar', shortcuts: ['mod+k'] })
  const allow = action({ id: 'allow', shortcuts: ['a'] })
  const terminal = action({ id: 'terminal', shortcuts: ['mod+`'] })
  const search = action({ id: 'search', shortcuts: ['mod+shift+f'] })
  const all = [bar, allow, terminal, search]
  const [k, a, tick, f] = [
    press({ key: 'k', code: 'KeyK', ctrlKey: true }),
    press({ key: 'a', code: 'KeyA' }),
    press({ key: '`', code: 'Backquote', ctrlKey: true }),
    press({ key: 'F', code: 'KeyF', ctrlKey: true, shiftKey: true }),
  ]
  const page = { typing: false, terminal: false, dialog: false }
  it.each([
    ['runs a plain key on the page', a, page, allow],
    ['leaves a plain key to a text field', a, { ...page, typing: true }, undefined],
    ['runs a combination in a text field', k, { ...page, typing: true }, bar],
    ['leaves Ctrl with a letter to a terminal', k, { ...page, typing: true, terminal: true }, undefined],
    ['leaves a terminal by Ctrl `', tick, { ...page, typing: true, terminal: true }, terminal],
    ['runs the search of the page', f, page, search],
    ['leaves a terminal its own search', f, { ...page, typing: true, terminal: true }, undefined],
    ['keeps actions of the page behind a dialog', a, { ...page, dialog: true }, undefined],
    ['opens the command bar above a dialog', k, { ...page, dialog: true }, bar],
  ])('%s', (_rule, key, place, result) => {
    expect(actionForKey(all, key, place, false)).toBe(result)
  })

  it('passes over an action that cannot run now', () => {
    const other = action({ id: 'other', shortcuts: ['a'], when: () => false })
    expect(actionForKey([allow, other], a, page, false)).toBe(allow)
  })
})

describe('ActionRegistry', () => {
  it('puts a later action of the same id first, and the earlier one back when it goes', () => {
    const registry = new ActionRegistry(() => undefined)
    const [first, second] = [action({ title: 'first' }), action({ title: 'second' })]
    registry.register([first])
    const remove = registry.register([second])
    expect(registry.all).toEqual([second])
    remove()
    expect(registry.all).toEqual([first])
  })

  it('runs only what can run now', () => {
    const registry = new ActionRegistry(() => undefined)
    const run = vi.fn()
    registry.register([action({ id: 'no', when: () => false, run })])
    expect([registry.run('no'), registry.run('none')]).toEqual([false, false])
    expect(run).not.toHaveBeenCalled()
  })

  it('reports what an action throws or rejects with', async () => {
    const failures: unknown[] = []
    const told = Promise.withResolvers<void>()
    const registry = new ActionRegistry((error) => {
      if (failures.push(error) === 2) told.resolve()
    })
    registry.start(
      action({
        run: () => {
          throw new Error('thrown')
        },
      }),
    )
    registry.start(action({ run: () => Promise.reject(new Error('rejected')) }))
    await told.promise
    expect(failures.map(String)).toEqual(['Error: thrown', 'Error: rejected'])
  })
})
