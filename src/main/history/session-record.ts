import type { PlacedSession, SessionExport } from '../../contracts/index.ts'

/** All that an export tells. */
export type SessionRecord = PlacedSession & Pick<SessionExport, 'turns' | 'exportedAt'>
