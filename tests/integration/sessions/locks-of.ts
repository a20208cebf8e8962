import { FileLocks } from '../../../src/agent/file-locks/index.ts'
import type { AgentStore } from '../../../src/agent/store/index.ts'
import {
  newId,
  Redactor,
  silentLogger,
  systemClock,
  type Clock,
  type Scope,
} from '../../../src/base/index.ts'
import { limitDefaults, type SessionId } from '../../../src/contracts/index.ts'

/** File locks over a store, with the limits as they are by default. */
export const locksOf = (
  store: AgentStore,
  scope: Scope,
  isWorking: (id: SessionId) => boolean,
  clock: Clock = systemClock,
): FileLocks =>
  new FileLocks(
    {
      store,
      clock,
      newId,
      limits: () => limitDefaults,
      log: silentLogger,
      redactor: new Redactor(),
      isWorking,
    },
    scope.child('file-locks'),
  )
