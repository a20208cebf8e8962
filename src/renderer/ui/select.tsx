import { Select as Base } from '@base-ui/react/select'
import { Check, ChevronDown } from 'lucide-react'
import { cx } from './class-names.ts'

export interface SelectOption<Value extends string> {
  value: Value
  label: string
  /** Said after the label, such as a reason why it is disabled. */
  note?: string
  disabled?: boolean
}

export interface SelectProps<Value extends string> {
  label: string
  value: Value
  options: readonly SelectOption<Value>[]
  onChange(value: Value): void
  /** `sm` is the borderless one of bars; `md` the one of forms. */
  size?: 'sm' | 'md'
  disabled?: boolean
  className?: string
}

/** One of many choices in a list that opens. Typing finds. */
export function Select<Value extends string>({
  label,
  value,
  options,
  onChange,
  size = 'md',
  disabled = false,
  className,
}: SelectProps<Value>) {
  const items = options.map((option) => ({ value: option.value, label: option.label }))
  return (
    <Base.Root
      items={items}
      value={value}
      disabled={disabled}
      onValueChange={(next) => next !== null && onChange(next)}
    >
      <Base.Trigger
        aria-label={label}
        className={cx(
          'inline-flex min-w-0 items-center gap-1 whitespace-nowrap data-disabled:opacity-55 [&_svg]:size-3 [&_svg]:flex-none',
          size === 'sm'
            ? 'h-6 rounded-sm px-[7px] text-sm text-muted hover:bg-hover hover:text-fg data-popup-open:bg-active'
            : 'h-7 justify-between rounded-md border border-strong bg-input px-2.5',
          className,
        )}
      >
        <Base.Value className="truncate" />
        <Base.Icon className="flex text-subtle">
          <ChevronDown />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50">
          <Base.Popup className="floats max-h-(--available-height) min-w-(--anchor-width) overflow-y-auto p-1">
            {options.map((option) => (
              <Base.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled ?? false}
                className="group flex h-7 items-center gap-2 rounded-md pr-2 pl-1.5 outline-none data-disabled:text-subtle data-highlighted:bg-active"
              >
                <span className="grid size-4 place-items-center">
                  <Base.ItemIndicator>
                    <Check className="size-3.5" />
                  </Base.ItemIndicator>
                </span>
                <Base.ItemText>{option.label}</Base.ItemText>
                {option.note && (
                  <span className="ml-auto pl-4 text-sm text-subtle group-data-highlighted:text-muted">
                    {option.note}
                  </span>
                )}
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
