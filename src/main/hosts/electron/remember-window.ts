import { screen, type BrowserWindow } from 'electron'
import { readJsonFile, writeJsonFile, type Clock, type Logger } from '../../../base/index.ts'
import { placeWindow, WindowState } from './window-state.ts'

/** A drag reports every pixel; the file is written once it rests this long. */
const restMs = 500

/** Where to open the window, from `file` and the displays there are now. A damaged file counts as none. */
export function rememberedState(file: string, log: Logger): WindowState {
  const primary = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id)
  return placeWindow(read(file, log), [primary.workArea, ...others.map(({ workArea }) => workArea)])
}

function read(file: string, log: Logger): WindowState | null {
  try {
    return readJsonFile(file, WindowState)
  } catch (error) {
    log.warn({ err: error, file }, 'the remembered window place is unreadable')
    return null
  }
}

/** Writes the window's place to `file` when it has come to rest, when it is hidden and when it closes. */
export function rememberWindow(window: BrowserWindow, file: string, clock: Clock, log: Logger): void {
  let cancel: (() => void) | undefined
  const save = (): void => {
    cancel?.()
    cancel = undefined
    try {
      writeJsonFile(file, { bounds: window.getNormalBounds(), maximized: window.isMaximized() })
    } catch (error) {
      log.warn({ err: error, file }, 'the window place could not be kept')
    }
  }
  const soon = (): void => {
    cancel?.()
    cancel = clock.after(restMs, save)
  }
  window.on('resize', soon)
  window.on('move', soon)
  window.on('maximize', soon)
  window.on('unmaximize', soon)
  window.on('hide', save)
  window.on('close', save)
  window.on('closed', () => cancel?.())
}
