import type { LucideIcon } from 'lucide-react'

/** Groups of the command bar and of the cheat sheet, in the order they are shown. */
export const actionSections = ['Session', 'Workspace', 'Project', 'View', 'Settings', 'App'] as const
export type ActionSection = (typeof actionSections)[number]

/** One thing a person can do. Buttons, menus, shortcuts and the command bar all run the same one. */
export interface Action {
  /** Stable, dotted: `workspace.create`. Native menu items name it. */
  id: string
  /** Verb first, sentence case. Ends in `…` when it asks for more. */
  title: string
  section: ActionSection
  icon?: LucideIcon
  /** What it acts on, beside the title: `Login timeout`. */
  detail?: string
  /** Other words to find it by. */
  keywords?: readonly string[]
  /** Left out of the command bar, which offers the same under a better name. */
  unlisted?: boolean
  /** As `mod+shift+d`; any of them runs it. When absent those of `keymap` hold. */
  shortcuts?: readonly string[]
  /** False hides it and switches its shortcuts off. */
  when?: () => boolean
  run: () => void | Promise<void>
  /** Further actions one level down, behind Tab in the command bar. */
  more?: () => readonly Action[]
}
