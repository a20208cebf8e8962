import { Hub, newId, readJsonFile, type Home } from '../../../src/base/index.ts'
import {
  agentProtocol,
  Enrolment,
  type JournalEntry,
  type JournalRecord,
  type LiveUpdate,
  type NodeId,
} from '../../../src/contracts/index.ts'
import { JobGuard } from './job-guard.ts'

/** What a fake node agent remembers, and the knobs a test turns. */
export abstract class AgentState {
  readonly home: Home
  readonly jobs: JobGuard
  readonly live = new Hub<LiveUpdate>()
  readonly appended = new Hub<JournalRecord>()
  records: JournalRecord[] = []
  acked = 0
  /** How often it was asked to tell all it knows again. */
  retold = 0
  protocol = agentProtocol
  /** Journal records wait for this before they are sent. */
  hold: Promise<void> = Promise.resolve()
  handshakes = 0
  /** The process that stands for the daemon: whoever ends the agent waits for its end. */
  pid = process.pid
  /** Ends what the test gave as that process. */
  onShutdown: () => void = () => undefined
  followedAfter: number[] = []
  /** What `journal.follow` sends instead of the records as they are. */
  mangle: (records: JournalRecord[]) => JournalRecord[] = (records) => records
  calls: { op: string; input: unknown }[] = []

  constructor(home: Home) {
    this.home = home
    this.jobs = new JobGuard(home.agent.enrolment)
  }

  get nodeId(): NodeId {
    const enrolment = readJsonFile(this.home.agent.enrolment, Enrolment)
    if (!enrolment) throw new Error('not enrolled')
    return enrolment.nodeId
  }

  get lastSeq(): number {
    return this.records.at(-1)?.seq ?? 0
  }

  append(entry: JournalEntry): number {
    const record = { seq: this.lastSeq + 1, id: newId('journalRecord'), createdAt: Date.now(), entry }
    this.records.push(record)
    this.appended.publish(record)
    return record.seq
  }

  abstract stop(): Promise<void>
}
