import type { ComponentProps, ReactNode } from 'react'
import { cx } from './class-names.ts'
import { Tooltip } from './tooltip.tsx'

export interface IconButtonProps extends Omit<
  ComponentProps<'button'>,
  'aria-label' | 'children' | 'disabled'
> {
  /** What it does: its name and its tooltip. */
  label: string
  icon: ReactNode
  keys?: string
  size?: 'md' | 'sm'
  pressed?: boolean
  disabled?: boolean | string
}

/** A button that is only an icon. */
export function IconButton({
  label,
  icon,
  keys,
  size = 'md',
  pressed,
  disabled = false,
  className,
  onClick,
  ...rest
}: IconButtonProps) {
  const off = disabled !== false
  return (
    <Tooltip text={typeof disabled === 'string' ? disabled : label} keys={keys}>
      <button
        {...rest}
        type="button"
        aria-label={label}
        aria-pressed={pressed}
        aria-disabled={off || undefined}
        onClick={(event) => {
          if (!off) onClick?.(event)
        }}
        className={cx(
          'grid flex-none place-items-center rounded-md text-muted hover:bg-hover hover:text-fg active:bg-active [&_svg]:size-4',
          size === 'md' ? 'size-7' : 'size-6',
          pressed && 'bg-active text-fg',
          off && 'opacity-50',
          className,
        )}
      >
        {icon}
      </button>
    </Tooltip>
  )
}
