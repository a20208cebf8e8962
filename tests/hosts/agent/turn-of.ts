import type { Prompted, Turn } from '../../../src/contracts/index.ts'

/** The turn of a prompt that did not have to wait. */
export function turnOf(prompted: Prompted): Turn {
  if (prompted.kind === 'turn') return prompted.turn
  throw new Error('the message was queued')
}
