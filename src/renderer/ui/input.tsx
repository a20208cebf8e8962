import type { ComponentProps, ReactNode } from 'react'
import { cx } from './class-names.ts'

export interface InputProps extends ComponentProps<'input'> {
  /** Before and after the text, inside the frame. */
  leading?: ReactNode
  trailing?: ReactNode
  mono?: boolean
  invalid?: boolean
}

/** A line of text. Label it with `Field` or `aria-label`. */
export function Input({ leading, trailing, mono = false, invalid = false, className, ...rest }: InputProps) {
  return (
    <span
      className={cx(
        'flex h-[30px] min-w-0 items-center gap-2 rounded-md border bg-input px-[9px] has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-focus [&_svg]:size-4 [&_svg]:flex-none [&_svg]:text-subtle',
        invalid ? 'border-error' : 'border-strong',
        className,
      )}
    >
      {leading}
      <input
        {...rest}
        aria-invalid={invalid || undefined}
        className={cx(
          'min-w-0 flex-1 bg-transparent outline-none placeholder:text-subtle',
          mono && 'font-mono text-sm',
        )}
      />
      {trailing}
    </span>
  )
}
