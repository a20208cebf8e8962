import { implement } from '@orpc/server'
import { agentContract } from '../../contracts/index.ts'
import type { AgentStore } from '../store/index.ts'
import type { CallContext } from './services.ts'

/** What handlers of the agent contract are made with. */
export const os = implement(agentContract).$context<CallContext>()

/** The entity, and how far a reader must be in the journal to have seen it. */
export const withSeq =
  (store: AgentStore) =>
  async <Entity>(entity: Entity | Promise<Entity>) => {
    const settled = await entity
    return { entity: settled, journalSeq: store.journal.lastSeq() }
  }
