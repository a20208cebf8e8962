import { EventEmitter } from 'node:events'
import type { Display, Rectangle, Screen } from 'electron'

export type ScreenDisplay = Pick<
  Display,
  'id' | 'bounds' | 'workArea' | 'scaleFactor' | 'size' | 'workAreaSize'
>

/** One display as large as given, without a taskbar. */
export function display(id: number, bounds: Rectangle): ScreenDisplay {
  const { width, height } = bounds
  return {
    id,
    bounds,
    workArea: bounds,
    scaleFactor: 1,
    size: { width, height },
    workAreaSize: { width, height },
  }
}

/** Displays as the launcher set them (`STAND_IN_DISPLAYS`, JSON rectangles), else one of 1440 by 900. */
class StandInScreen extends EventEmitter {
  readonly #displays = (
    JSON.parse(process.env['STAND_IN_DISPLAYS'] ?? '[{"x":0,"y":0,"width":1440,"height":900}]') as Rectangle[]
  ).map((bounds, index) => display(index + 1, bounds))

  getAllDisplays = (): ScreenDisplay[] => this.#displays
  getPrimaryDisplay = (): ScreenDisplay => this.#displays[0] as ScreenDisplay
  getCursorScreenPoint = () => ({ x: 0, y: 0 })
  getDisplayMatching(bounds: Rectangle): ScreenDisplay {
    const byOverlap = this.#displays.toSorted((a, b) => overlap(b.bounds, bounds) - overlap(a.bounds, bounds))
    return byOverlap[0] as ScreenDisplay
  }
}

function overlap(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return Math.max(0, width) * Math.max(0, height)
}

export const screen = new StandInScreen()
screen satisfies Pick<
  Record<keyof Screen, unknown>,
  'getAllDisplays' | 'getPrimaryDisplay' | 'getDisplayMatching'
>
