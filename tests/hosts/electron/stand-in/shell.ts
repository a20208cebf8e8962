import type { Shell } from 'electron'
import type { Opened } from '../controls.ts'

/** What was handed to other programs: addresses, files, folders. */
export const opened: Opened[] = []

/** Nothing is really opened; what was asked for is kept. */
export const shell = {
  async openExternal(target: string) {
    opened.push({ by: 'openExternal', target })
  },
  async openPath(target: string) {
    opened.push({ by: 'openPath', target })
    return ''
  },
  showItemInFolder(target: string) {
    opened.push({ by: 'showItemInFolder', target })
  },
  beep: () => undefined,
} satisfies Pick<Shell, 'openExternal' | 'openPath' | 'showItemInFolder' | 'beep'>
