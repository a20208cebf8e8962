import { z } from 'zod'
import { SessionId, Timestamp, TurnId } from './ids.ts'

/** What every entry of a transcript has. */
export const itemBase = {
  sessionId: SessionId,
  turnId: TurnId,
  /** Place in the session's transcript: grows, unique in the session, never reused. */
  position: z.number().int(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
  revision: z.number().int(),
}
