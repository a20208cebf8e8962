import { z } from 'zod'

/**
 * Answer of a command: the entity, and the journal's last seq when it was done. The control plane waits
 * until it has applied that seq, so that whoever asked finds the picture already changed.
 */
export const done = <Entity extends z.ZodType>(entity: Entity) =>
  z.object({ entity, journalSeq: z.number().int() })
