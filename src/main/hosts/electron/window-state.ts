import { z } from 'zod'

const Bounds = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
})
export type Bounds = z.infer<typeof Bounds>

/** How the window was left, in device-independent pixels. `bounds` are those of the window when not maximised. */
export const WindowState = z.object({ bounds: Bounds, maximized: z.boolean() })
export type WindowState = z.infer<typeof WindowState>

const defaultSize = { width: 1440, height: 900 }
/** Below this the panes no longer fit side by side. */
export const smallestSize = { width: 720, height: 480 }
/** As much of the title bar must be reachable as a hand needs to drag it. */
const graspable = { width: 120, height: 32 }

/**
 * Where to open the window: as it was left, if a display still shows enough of it; else in the middle of the
 * first display. Never larger than the display it is on. `workAreas` come with the primary display's first.
 */
export function placeWindow(
  left: WindowState | null,
  workAreas: readonly [Bounds, ...Bounds[]],
): WindowState {
  const home = left && workAreas.find((area) => canGrasp(left.bounds, area))
  if (!left || !home)
    return { bounds: centred(defaultSize, workAreas[0]), maximized: left?.maximized ?? false }
  return { bounds: shrinkInto(left.bounds, home), maximized: left.maximized }
}

/** Whether the window's title bar can be reached in `area`. */
function canGrasp({ x, y, width }: Bounds, area: Bounds): boolean {
  const visibleWidth = Math.min(x + width, area.x + area.width) - Math.max(x, area.x)
  const titleIsInside = y >= area.y && y + graspable.height <= area.y + area.height
  return visibleWidth >= graspable.width && titleIsInside
}

function shrinkInto(bounds: Bounds, area: Bounds): Bounds {
  const width = Math.min(Math.max(bounds.width, smallestSize.width), area.width)
  const height = Math.min(Math.max(bounds.height, smallestSize.height), area.height)
  return { x: bounds.x, y: bounds.y, width, height }
}

function centred(size: { width: number; height: number }, area: Bounds): Bounds {
  const width = Math.min(size.width, area.width)
  const height = Math.min(size.height, area.height)
  const x = area.x + Math.round((area.width - width) / 2)
  const y = area.y + Math.round((area.height - height) / 2)
  return { x, y, width, height }
}
