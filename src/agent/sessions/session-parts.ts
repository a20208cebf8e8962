import type { Logger } from '../../base/index.ts'
import type { Failure, Session } from '../../contracts/index.ts'
import type { SessionHostDeps } from './deps.ts'
import type { LiveAgent } from './live-agent.ts'
import { SessionLocks } from '../file-locks/index.ts'
import { workingFolder } from '../workspaces/index.ts'
import { AgentImages } from './agent-images.ts'
import { Permissions } from './permissions.ts'
import { PromptComposer } from './prompt-composer.ts'
import { Questions } from './questions.ts'
import { MessageQueue } from './queue.ts'
import { Recall } from './recall.ts'
import { ReplayWriter } from './replay-writer.ts'
import type { SessionRecords } from './session-records.ts'
import { SessionTitle } from './session-title.ts'
import { Transcript } from './transcript.ts'
import { unwrittenFailure } from './turn-outcome.ts'
import { TurnSnapshots } from './turn-snapshots.ts'
import { TurnWriter } from './turn-writer.ts'
import { UpdateSink } from './update-sink.ts'

/** What a live session is made of, each with one job; built by hand, in order. */
export interface SessionParts {
  log: Logger
  transcript: Transcript
  permissions: Permissions
  questions: Questions
  queue: MessageQueue
  composer: PromptComposer
  sink: UpdateSink
  writer: TurnWriter
  recall: Recall
  snapshots: TurnSnapshots
  replay: ReplayWriter
  locks: SessionLocks
  /** See `makeSessionParts`. */
  deaf(agent: LiveAgent | null, failure: Failure): void
}

/** `deaf` is called when something the agent said could not be written, or was too much. */
export function makeSessionParts(
  deps: SessionHostDeps,
  records: SessionRecords,
  session: Session,
  deaf: SessionParts['deaf'],
): SessionParts {
  const { id, workspaceId } = session
  const log = deps.log.child({ session: id })
  const unwritten = (error: unknown): void => {
    log.error({ err: error }, 'what an agent said could not be recorded')
    deaf(null, unwrittenFailure(error))
  }
  const transcript = new Transcript({ ...deps, unwritten }, id)
  const images = new AgentImages(deps, id)
  const locks = new SessionLocks({
    locks: deps.fileLocks,
    sessionId: id,
    workspaceId,
    root() {
      const root = deps.workspaceRoot(workspaceId)
      return { ...root, cwd: workingFolder(root) }
    },
  })
  const base = { ...deps, records, transcript, images, locks, log, title: new SessionTitle(records, session) }
  const queue = new MessageQueue(deps, id, workspaceId)
  const permissions = new Permissions(base, id, workspaceId)
  const questions = new Questions(base, id, workspaceId)
  return {
    log,
    transcript,
    permissions,
    questions,
    queue,
    composer: new PromptComposer(base, id),
    sink: new UpdateSink({ ...base, deaf }, id),
    writer: new TurnWriter({ ...base, permissions, questions, queue }, id),
    recall: new Recall(base, id),
    snapshots: new TurnSnapshots(base, workspaceId),
    replay: new ReplayWriter(base, id),
    locks,
    deaf,
  }
}
