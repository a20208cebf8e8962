import { describe, expect, it } from 'vitest'
import { placeWindow, type Bounds } from '../../../src/main/hosts/electron/window-state.ts'

const laptop: Bounds = { x: 0, y: 25, width: 1440, height: 875 }
const second: Bounds = { x: 1440, y: 0, width: 2560, height: 1440 }
const left = (bounds: Bounds, maximized = false) => ({ bounds, maximized })

describe('placing the window', () => {
  it('is in the middle of the first display at the first start, no larger than it', () => {
    expect(placeWindow(null, [second])).toEqual(left({ x: 2000, y: 270, width: 1440, height: 900 }))
    expect(placeWindow(null, [laptop])).toEqual(left({ x: 0, y: 25, width: 1440, height: 875 }))
  })

  it('stays where it was left while its display is there', () => {
    const bounds = { x: 1600, y: 100, width: 1200, height: 800 }
    expect(placeWindow(left(bounds, true), [laptop, second])).toEqual(left(bounds, true))
  })

  it.each([
    ['the display is gone', { x: 1600, y: 100, width: 1200, height: 800 }],
    ['only a sliver is left to grasp', { x: 1400, y: 100, width: 1200, height: 800 }],
    ['the title bar is above the display', { x: 100, y: -200, width: 1200, height: 800 }],
    ['the title bar is below the display', { x: 100, y: 890, width: 1200, height: 800 }],
  ])('comes back to the first display when %s', (_, bounds) => {
    expect(placeWindow(left(bounds), [laptop]).bounds).toEqual(laptop)
  })

  it('shrinks to its display and grows to what the panes need', () => {
    const wide = { x: 0, y: 30, width: 4000, height: 3000 }
    expect(placeWindow(left(wide), [laptop]).bounds).toEqual({ ...wide, width: 1440, height: 875 })
    const tiny = { x: 10, y: 30, width: 200, height: 10 }
    expect(placeWindow(left(tiny), [laptop]).bounds).toEqual({ ...tiny, width: 720, height: 480 })
  })
})
