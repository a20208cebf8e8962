import { Checkbox as Base } from '@base-ui/react/checkbox'
import { Check } from 'lucide-react'
import type { ReactNode } from 'react'

/** A box with its label. */
export function Checkbox({
  checked,
  onChange,
  disabled = false,
  children,
}: {
  checked: boolean
  onChange(checked: boolean): void
  disabled?: boolean
  children: ReactNode
}) {
  return (
    <label className="flex items-center gap-2">
      <Base.Root
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChange}
        className="grid size-3.5 flex-none place-items-center rounded-sm border-[1.5px] border-strong data-checked:border-transparent data-checked:bg-accent data-checked:text-on-accent"
      >
        <Base.Indicator>
          <Check className="size-2.5" strokeWidth={3} />
        </Base.Indicator>
      </Base.Root>
      {children}
    </label>
  )
}
