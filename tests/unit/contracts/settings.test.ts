import { describe, expect, it } from 'vitest'
import { Settings, SettingsPatch } from '../../../src/contracts/index.ts'

describe('a settings patch', () => {
  it('holds only what it names, so that nothing else is reset', () => {
    expect(SettingsPatch.parse({ theme: 'dark' })).toEqual({ theme: 'dark' })
    expect(SettingsPatch.parse({})).toEqual({})
  })

  it('takes every setting', () => {
    const all = Settings.parse({})
    expect(SettingsPatch.parse(all)).toEqual(all)
  })

  it.each([{ colour: 'red' }, { theme: 'pink' }, { terminalFontSize: 1 }])('refuses %j', (patch) => {
    expect(SettingsPatch.safeParse(patch).success).toBe(false)
  })
})
