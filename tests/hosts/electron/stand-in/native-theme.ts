import { EventEmitter } from 'node:events'
import type { NativeTheme } from 'electron'

class StandInTheme extends EventEmitter implements Pick<NativeTheme, 'shouldUseDarkColors' | 'themeSource'> {
  #source: NativeTheme['themeSource'] = 'system'
  #systemIsDark = false

  get shouldUseDarkColors(): boolean {
    return this.#source === 'system' ? this.#systemIsDark : this.#source === 'dark'
  }

  get themeSource(): NativeTheme['themeSource'] {
    return this.#source
  }

  set themeSource(source: NativeTheme['themeSource']) {
    this.#source = source
    this.emit('updated', {})
  }

  /** The desktop's own choice, made by the test. */
  setSystemDark(dark: boolean): void {
    this.#systemIsDark = dark
    this.emit('updated', {})
  }
}

export const nativeTheme = new StandInTheme()
