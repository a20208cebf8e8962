import { Tooltip as Base } from '@base-ui/react/tooltip'
import type { ReactElement, ReactNode } from 'react'
import { Kbd } from './kbd.tsx'

/** One provider around the app: after the first tooltip the next ones appear at once. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return <Base.Provider delay={500}>{children}</Base.Provider>
}

/** Shows `text`, and the keys that do the same, when `children` is hovered or focused. Nothing without text. */
export function Tooltip({
  text,
  keys,
  children,
}: {
  text: ReactNode
  keys?: string | undefined
  children: ReactElement
}) {
  if (!text) return children
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} className="z-50">
          <Base.Popup className="floats flex max-w-80 items-center gap-2 px-2 py-1 text-sm text-fg">
            {text}
            {keys && <Kbd keys={keys} />}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
