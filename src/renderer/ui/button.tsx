import type { ComponentProps, ReactNode } from 'react'
import { cx } from './class-names.ts'
import { Kbd } from './kbd.tsx'
import { Spinner } from './spinner.tsx'
import { Tooltip } from './tooltip.tsx'

const kinds = {
  primary: 'border-transparent bg-accent text-on-accent hover:brightness-110 active:brightness-95',
  plain: 'border-strong bg-raised text-fg hover:bg-active',
  ghost: 'border-transparent text-muted hover:bg-hover hover:text-fg active:bg-active',
  danger: 'border-error-bg bg-raised text-error hover:bg-error-bg',
}
const sizes = { md: 'h-7 px-2.5', sm: 'h-6 px-2 text-sm' }

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  kind?: keyof typeof kinds
  size?: keyof typeof sizes
  icon?: ReactNode
  /** Keys that do the same, shown in the button. */
  keys?: string
  /** True, or why it cannot be used now, shown on hover. */
  disabled?: boolean | string
  loading?: boolean
}

/** A button. A disabled one stays focusable, so that its reason can be read. */
export function Button({
  kind = 'plain',
  size = 'md',
  icon,
  keys,
  disabled = false,
  loading = false,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  const off = disabled !== false || loading
  const button = (
    <button
      {...rest}
      // The rule wants a literal; the default above is one and forms pass `submit`.
      type={type}
      aria-disabled={off || undefined}
      aria-busy={loading || undefined}
      onClick={(event) => {
        if (off) event.preventDefault()
        else onClick?.(event)
      }}
      className={cx(
        'inline-flex flex-none items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap transition-[background,filter]',
        kinds[kind],
        sizes[size],
        off && 'pointer-events-auto opacity-55 hover:brightness-100',
        className,
      )}
    >
      {loading ? <Spinner /> : icon}
      {children}
      {keys && <Kbd keys={keys} tone={kind === 'primary' ? 'on-accent' : 'plain'} />}
    </button>
  )
  return <Tooltip text={typeof disabled === 'string' ? disabled : undefined}>{button}</Tooltip>
}
