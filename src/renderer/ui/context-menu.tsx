import { ContextMenu as Base } from '@base-ui/react/context-menu'
import type { ReactElement } from 'react'
import { MenuItems, type MenuItem } from './menu.tsx'

/** A menu at the pointer, or at the focus by the menu key, over `target`. */
export function ContextMenu({
  target,
  items,
}: {
  target: ReactElement
  items: readonly (MenuItem | null)[]
}) {
  return (
    <Base.Root>
      <Base.Trigger render={target} />
      <Base.Portal>
        <Base.Positioner className="z-50">
          <Base.Popup className="floats max-h-(--available-height) min-w-48 overflow-y-auto p-1 outline-none">
            <MenuItems items={items} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
