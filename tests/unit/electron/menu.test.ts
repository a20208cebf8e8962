import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { menuActions } from '../../../src/main/hosts/electron/menu-actions.ts'
import { menuTemplate } from '../../../src/main/hosts/electron/menu-template.ts'

const actionsFolder = join(import.meta.dirname, '../../../src/renderer/app/actions')

describe('the menu bar', () => {
  it('names only actions the page has', () => {
    const source = readdirSync(actionsFolder).map((name) => readFileSync(join(actionsFolder, name), 'utf8'))
    const unknown = menuActions.filter(({ id }) => !source.some((text) => text.includes(`id: '${id}'`)))
    expect(unknown).toEqual([])
  })

  it('offers every action once and hands its id on when chosen', () => {
    const choose = vi.fn()
    const items = menuTemplate(menuActions, 'linux', choose).flatMap(({ submenu }) =>
      Array.isArray(submenu) ? submenu : [],
    )
    for (const { id } of menuActions) {
      const found = items.filter((item) => item.id === id)
      expect(found).toHaveLength(1)
      const click = found[0]?.click as (() => void) | undefined
      click?.()
      expect(choose).toHaveBeenLastCalledWith(id)
    }
  })

  it('shows keys without taking them from the page', () => {
    const items = menuTemplate(menuActions, 'linux', () => undefined).flatMap(({ submenu }) =>
      Array.isArray(submenu) ? submenu : [],
    )
    const withKeys = items.filter(({ accelerator }) => accelerator !== undefined)
    expect(withKeys.length).toBeGreaterThan(0)
    expect(withKeys.every(({ registerAccelerator }) => registerAccelerator === false)).toBe(true)
  })

  it('ends with quit in the file menu, and on macOS in the menu of the app', () => {
    const roles = (platform: NodeJS.Platform) => {
      const file = menuTemplate([], platform, () => undefined).find(({ label }) => label === 'File')
      return Array.isArray(file?.submenu) ? file.submenu.map(({ role }) => role) : []
    }
    expect(roles('linux')).toContain('quit')
    expect(roles('darwin')).not.toContain('quit')
    expect(menuTemplate([], 'darwin', () => undefined)[0]?.role).toBe('appMenu')
  })
})
