import type { LucideIcon } from 'lucide-react'

/** One line of the command bar. */
export interface Entry {
  /** Unique; the route or action id it stands for, by which its use is remembered. */
  key: string
  kind: 'action' | 'place' | 'session' | 'file'
  title: string
  detail?: string
  icon: LucideIcon
  /** Shortcut as `Kbd` draws it. */
  keys?: string
  keywords?: readonly string[]
  /** It belongs to what the window shows. */
  here?: boolean
  run(): void
  /** One level down, behind Tab. */
  more?: () => Entry[]
}
