import { implement } from '@orpc/server'
import { appContract } from '../../contracts/index.ts'

/**
 * What handlers of the app contract are made with. Input is checked; output is not checked again, the receiving
 * side's types and the journal's checks stand for it.
 */
export const app = implement(appContract).$config({ initialOutputValidationIndex: Number.NaN })
