import { createContext, use } from 'react'
import type { Message, Turn, TurnId } from '../../../../contracts/index.ts'

/** What can be done with earlier turns of the session in view. */
export interface TurnActs {
  /** Why nothing can be done now; null when it can. */
  blocked: string | null
  /** Asks how to send a message again; `edit` offers to change it first. */
  retry(message: Message, edit: boolean): void
  /** Asks before what a turn changed is taken back. */
  undo(turn: Turn): void
  /** Makes the branch that ends with this turn the conversation again. */
  goTo(turnId: TurnId): void
}

/** Null where the conversation can only be read. */
export const TurnActsContext = createContext<TurnActs | null>(null)

export const useTurnActs = (): TurnActs | null => use(TurnActsContext)
