import type { ComponentProps } from 'react'
import { cx } from './class-names.ts'

/** Text of several lines that grows with its content up to its `max-height`. */
export function Textarea({ className, ...rest }: ComponentProps<'textarea'>) {
  return (
    <textarea
      {...rest}
      className={cx(
        'field-sizing-content w-full resize-none rounded-md border border-strong bg-input px-[9px] py-1.5 placeholder:text-subtle',
        className,
      )}
    />
  )
}
