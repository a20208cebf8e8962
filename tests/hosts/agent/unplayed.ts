import { Failure } from '../../../src/contracts/index.ts'

/** Handles what no test asks of the agent of the tests. */
export function unplayed(): never {
  throw new Failure('internal', 'the agent of the tests does not play this')
}
