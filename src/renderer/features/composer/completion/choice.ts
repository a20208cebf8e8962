import type { LucideIcon } from 'lucide-react'
import type { FileAttachment } from '../mentions.ts'

/** One line of the completion list. */
export interface Choice {
  key: string
  icon: LucideIcon
  title: string
  /** Indexes of the letters of the title that match, in code points. */
  at: readonly number[]
  detail?: string
  /** A word that sets it apart, such as whose command it is. */
  mark?: string
  /** What is written in place of what was typed. */
  text: string
  /** The file it mentions. */
  file?: FileAttachment
}

/** What the list shows. While `pending` the choices are those for an earlier query. */
export interface Choices {
  label: string
  choices: readonly Choice[]
  pending: boolean
  /** Said in place of choices. */
  note: string | null
}
