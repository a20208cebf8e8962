import { ExternalLink } from 'lucide-react'
import type { ReactNode } from 'react'

export function Section({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-1.5">
      <h3 className="flex items-baseline gap-2 text-sm font-medium text-muted">
        {title}
        {note && <span className="font-normal text-subtle">{note}</span>}
      </h3>
      {children}
    </section>
  )
}

/** Leads out of the app, to a page of the host. */
export const OutLink = ({ href, label }: { href: string; label: string }) => (
  <a
    href={href}
    target="_blank"
    rel="noreferrer"
    aria-label={label}
    title={label}
    className="grid size-6 flex-none place-items-center rounded-sm text-subtle hover:bg-hover hover:text-fg [&_svg]:size-3.5"
  >
    <ExternalLink aria-hidden />
  </a>
)
