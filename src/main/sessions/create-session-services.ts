import type { Clock, NewId } from '../../base/index.ts'
import type { Limits } from '../../contracts/index.ts'
import type { Audit } from '../audit/index.ts'
import type { EventLog } from '../events/index.ts'
import type { Store } from '../store/index.ts'
import type { WorkspaceService } from '../workspaces/index.ts'
import type { AgentCatalog } from './agent-catalog.ts'
import { FileLockService } from '../file-locks/index.ts'
import { ApprovalService } from './approval-service.ts'
import { AttachService } from './attach-service.ts'
import { AttachmentService } from './attachment-service.ts'
import { QuestionService } from './question-service.ts'
import { QueueService } from './queue-service.ts'
import { SessionService } from './session-service.ts'
import { TurnService } from './turn-service.ts'

interface Deps {
  store: Store
  audit: Audit
  events: EventLog
  workspaces: WorkspaceService
  catalog: AgentCatalog
  clock: Clock
  newId: NewId
  limits: Limits
}

/** All that a conversation consists of, built on the same parts. */
export function createSessionServices(deps: Deps) {
  const sessions = new SessionService(deps)
  return {
    sessions,
    attach: new AttachService({ ...deps, sessions }),
    queue: new QueueService(deps),
    turns: new TurnService(deps),
    approvals: new ApprovalService(deps),
    fileLocks: new FileLockService(deps),
    questions: new QuestionService(deps),
    attachments: new AttachmentService(deps),
  }
}
