import type { ReactNode } from 'react'
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels'

/** Two panes side by side, divided by a bar that moves by pointer and arrow keys; sizes are remembered under `id`. */
export function SplitPanes({
  id,
  left,
  right,
  leftSize = 46,
}: {
  id: string
  left: ReactNode
  right: ReactNode
  leftSize?: number
}) {
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({ id, storage: localStorage })
  return (
    <Group
      orientation="horizontal"
      defaultLayout={defaultLayout ?? { left: leftSize, right: 100 - leftSize }}
      onLayoutChanged={onLayoutChanged}
      className="min-h-0 flex-1"
    >
      <Panel id="left" minSize="25%" className="flex min-w-0 flex-col">
        {left}
      </Panel>
      <Separator
        aria-label="Resize panes"
        className="w-px bg-line outline-offset-0 hover:bg-strong data-[separator=active]:bg-accent"
      />
      <Panel id="right" minSize="25%" className="flex min-w-0 flex-col">
        {right}
      </Panel>
    </Group>
  )
}
