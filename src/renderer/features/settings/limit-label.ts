import type { LimitName } from '../../../contracts/index.ts'
import { formatBytes } from '../../app/index.ts'

/** What each limit bounds, in words. A limit without words does not compile. */
const labels: Record<LimitName, string> = {
  nodes: 'Nodes',
  workspacesPerNode: 'Workspaces per node',
  sessionsPerWorkspace: 'Sessions per workspace',
  terminalsPerWorkspace: 'Terminals per workspace',
  heartbeatIntervalMs: 'Heartbeat interval',
  heartbeatStaleMs: 'Node counts as stale after',
  heartbeatUnhealthyMs: 'Node counts as unhealthy after',
  reconnectFirstMs: 'First wait before reconnecting',
  reconnectMaxMs: 'Longest wait before reconnecting',
  jobTokenLifeMs: 'Life of a job token',
  journalBatchWaitMs: 'Journal batch: longest wait',
  journalBatchRecords: 'Journal batch: most records',
  journalBatchBytes: 'Journal batch: most bytes',
  journalKeepRecords: 'Journal kept while away: records',
  journalKeepBytes: 'Journal kept while away: bytes',
  messageContentBytes: 'Longest message',
  messageRevisionMs: 'Streaming text written every',
  approvalExpiryMs: 'Approval expires after (0: never)',
  branchLockMs: 'Wait for a branch lock',
  exclusiveLockMs: 'Wait for a repository lock',
  gitLockHoldMs: 'Longest hold of a repository lock',
  fileLockStaleMs: 'File lock counts as stale after',
  ptyHighWaterBytes: 'Terminal pauses above',
  ptyLowWaterBytes: 'Terminal goes on below',
  ptyStalledViewerMs: 'Terminal viewer counts as stalled after',
  terminalQuietMs: 'Session in a terminal counts as idle after',
  terminalScrollbackLines: 'Terminal scrollback on the node',
  agentCancelGraceMs: 'Agent may take to stop',
  agentSignInMs: 'Signing in to an agent may take',
  agentStartMs: 'Agent may take to start',
  gitCommandMs: 'Git command may take',
  remoteSilentMs: 'A remote may be silent for',
  gitHookSilentMs: 'Git hooks may be silent for',
  promptBytes: 'Longest prompt',
  queuedMessages: 'Messages queued in a session',
  turnItems: 'Most entries of one turn',
  attachmentBytes: 'Largest attached image',
  agentImageBytes: 'Largest image of an agent',
  turnImagesBytes: 'Images of an agent in one turn, together',
  snapshotMs: 'Recording the worktrees before a turn may take',
  diffFileBytes: 'Largest file in a diff',
  diffLargeFileBytes: 'Largest file in a diff, when asked for',
  diffPatchBytes: 'Largest change of a file shown unasked',
  diffImageBytes: 'Largest picture in a diff',
  branchCommits: 'Commits of a branch that are listed',
  viewedMarks: 'Marks of viewed files kept for a workspace',
  diffFiles: 'Most files in a diff',
  hostingRequestMs: 'Host of pull requests may take to answer',
  pullRequestRefreshMs: 'Open pull request refreshed every',
  pullRequestWatchMs: 'Pull request you look at refreshed every',
  pullRequestEntries: 'Comments, checks or reviews of a pull request',
  searchedFiles: 'Files of a repository that are searched',
  foundLines: 'Lines found by a search for text',
  folderEntries: 'Entries of a folder that are listed',
  editedFileBytes: 'Largest file that can be edited',
  shownFileBytes: 'How much of a file is shown',
  deletedBytes: 'Most that is deleted at once',
  transcriptPage: 'Transcript entries loaded at once',
  databaseBackups: 'Database backups kept',
  databaseBackupEveryMs: 'Database backed up every',
  databaseBackupFreshMs: 'No backup at start after one within',
  databaseBackupDelayMs: 'Backup at start: wait before it',
  databaseBackupReserveBytes: 'Free space a backup must leave',
}

export const limitLabel = (name: LimitName): string => labels[name]

const unitWords = { Ms: 'ms', Bytes: 'bytes', Lines: 'lines', Records: 'records' } as const

/** The unit a limit is counted in; empty for plain counts. */
export function limitUnit(name: LimitName): string {
  const unit = /(Ms|Bytes|Lines|Records)$/.exec(name)?.[1] as keyof typeof unitWords | undefined
  return unit === undefined ? '' : unitWords[unit]
}

const minute = 60_000
const hour = 60 * minute

/** A value in the unit people think in: 30 000 ms is `30 s`, 65 536 bytes are `64 KiB`. */
export function limitValue(name: LimitName, value: number): string {
  const unit = limitUnit(name)
  if (unit === 'bytes') return formatBytes(value)
  if (unit !== 'ms' || value < 1_000) return `${value.toLocaleString('en')} ${unit}`.trim()
  if (value >= hour && value % hour === 0) return `${value / hour} h`
  return value >= minute && value % minute === 0 ? `${value / minute} min` : `${value / 1_000} s`
}
