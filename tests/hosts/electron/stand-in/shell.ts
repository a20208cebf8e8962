import type { Shell } from 'electron'
import { registry } from './registry.ts'

/** Nothing is really opened; what was asked for is kept. */
export const shell = {
  async openExternal(target: string) {
    registry.opened.push({ by: 'openExternal', target })
  },
  async openPath(target: string) {
    registry.opened.push({ by: 'openPath', target })
    return ''
  },
  showItemInFolder(target: string) {
    registry.opened.push({ by: 'showItemInFolder', target })
  },
  beep: () => undefined,
} satisfies Pick<Shell, 'openExternal' | 'openPath' | 'showItemInFolder' | 'beep'>
