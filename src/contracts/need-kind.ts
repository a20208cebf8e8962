import { z } from 'zod'

/**
 * Why a session needs the user: it asks for an approval or for an answer, the program in its terminal rang, its last
 * turn failed, or it finished and nobody has looked.
 */
export const NeedKind = z.enum(['approval', 'question', 'attention', 'failed', 'finished'])
export type NeedKind = z.infer<typeof NeedKind>
