import { z } from 'zod'

const KiB = 1024
const MiB = 1024 * KiB
const second = 1000
const hour = 3600 * second

/**
 * Every limit of the product, once: default, unit in the name, and what it bounds.
 * A value comes from settings, else `SWITCHYARD_<NAME>` in upper snake case, else the default.
 */
export const limitDefaults = {
  nodes: 10,
  workspacesPerNode: 10,
  sessionsPerWorkspace: 8,
  terminalsPerWorkspace: 16,
  heartbeatIntervalMs: 10 * second,
  heartbeatStaleMs: 30 * second,
  heartbeatUnhealthyMs: 120 * second,
  reconnectFirstMs: 500,
  reconnectMaxMs: 30 * second,
  jobTokenLifeMs: 60 * second,
  journalBatchWaitMs: 50,
  journalBatchRecords: 50,
  journalBatchBytes: 64 * KiB,
  journalKeepRecords: 100_000,
  journalKeepBytes: 256 * MiB,
  /** Longest message, prompt or tool text kept; the rest is cut with a marker. */
  messageContentBytes: 200 * KiB,
  /** Streaming text is written to disk at most this often. */
  messageRevisionMs: 250,
  approvalExpiryMs: 0,
  branchLockMs: 5 * second,
  exclusiveLockMs: 30 * second,
  /** Work that holds a lock of a repository is given up after this: a hung hook must not block it for ever. */
  gitLockHoldMs: 30 * 60 * second,
  fileLockStaleMs: 30 * second,
  ptyHighWaterBytes: 100_000,
  ptyLowWaterBytes: 5_000,
  /** A viewer that grants no credit for this long is skipped and later repainted from a snapshot. */
  ptyStalledViewerMs: 2 * second,
  terminalScrollbackLines: 5_000,
  /** A session in a terminal works as long as its program printed within this time. */
  terminalQuietMs: 3 * second,
  /** How long an agent gets between "stop" and being killed. */
  agentCancelGraceMs: 5 * second,
  agentStartMs: 30 * second,
  /** Signing in may take this long: the user reads mail and looks for a telephone. */
  agentSignInMs: 10 * 60 * second,
  gitCommandMs: 60 * second,
  /** A remote that says nothing for this long is given up. */
  remoteSilentMs: 120 * second,
  /** Hooks of the user (a pre-push hook that runs the tests) may be silent for this long. */
  gitHookSilentMs: 15 * 60 * second,
  promptBytes: 200 * KiB,
  /** Messages that wait in one session. */
  queuedMessages: 100,
  /** Entries of the transcript that an agent may make in one turn; one that makes more has lost its way. */
  turnItems: 20_000,
  /** The largest image that can be attached to a prompt. */
  attachmentBytes: 8 * MiB,
  /** The largest image of an agent that is kept and shown, and all those of one turn together. */
  agentImageBytes: 8 * MiB,
  turnImagesBytes: 64 * MiB,
  /** Looking at the worktrees before a turn may take this long; then the turn begins without a snapshot. */
  snapshotMs: 10 * second,
  diffFileBytes: 1 * MiB,
  /** A file or patch that the user asks for although it is large. */
  diffLargeFileBytes: 16 * MiB,
  /** A larger patch is not sent unasked. */
  diffPatchBytes: 256 * KiB,
  /** The largest picture of a changed file that is shown. */
  diffImageBytes: 8 * MiB,
  /** Commits of a branch that are listed. */
  branchCommits: 500,
  /** Marks of viewed files kept for one workspace; the oldest go first. */
  viewedMarks: 20_000,
  diffFiles: 5_000,
  /** How long a host of pull requests may take to answer one request. */
  hostingRequestMs: 20 * second,
  /** An open pull request is asked for this often in the background, and this often while somebody looks at it. */
  pullRequestRefreshMs: 120 * second,
  pullRequestWatchMs: 20 * second,
  /** Comments, checks or reviews of one pull request that are read. */
  pullRequestEntries: 1_000,
  /** Files of one repository that a search looks through. */
  searchedFiles: 200_000,
  /** Lines that a search for text finds before it ends. */
  foundLines: 5_000,
  /** Entries of one folder that are listed. */
  folderEntries: 10_000,
  /** The largest file that can be edited; a larger one is only shown. */
  editedFileBytes: 2 * MiB,
  /** How much of a file is shown; of a larger one its beginning. */
  shownFileBytes: 8 * MiB,
  /** Deleting more than this is left to a terminal: all of it is kept in a backup first. */
  deletedBytes: 64 * MiB,
  transcriptPage: 200,
  /** Backups kept of each database, the newest. */
  databaseBackups: 7,
  databaseBackupEveryMs: 24 * hour,
  /** No backup is made at a start that follows the last one within this time. */
  databaseBackupFreshMs: 1 * hour,
  /** How long after a start its backup is made: whoever started us is about to call. */
  databaseBackupDelayMs: 10 * second,
  /** No backup is made that would leave less free space than this. */
  databaseBackupReserveBytes: 64 * MiB,
} as const

export type LimitName = keyof typeof limitDefaults
export type Limits = { readonly [Name in LimitName]: number }

export const limitNames = Object.keys(limitDefaults) as LimitName[]

/** Overrides as settings store them; unknown names are refused. */
export const LimitOverrides = z.partialRecord(
  z.enum(limitNames as [LimitName, ...LimitName[]]),
  z.number().int().nonnegative(),
)
export type LimitOverrides = z.infer<typeof LimitOverrides>

/** `jobTokenLifeMs` → `SWITCHYARD_JOB_TOKEN_LIFE_MS`. */
export const limitVariable = (name: LimitName): string =>
  `SWITCHYARD_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`

/**
 * The limits in force: settings first, then the environment, then the default.
 * An environment value that is not a whole number of zero or more is ignored in favour of the default.
 */
export function resolveLimits(
  env: Readonly<Record<string, string | undefined>>,
  overrides: LimitOverrides = {},
): Limits {
  const entries = limitNames.map((name) => {
    const set = overrides[name]
    if (set !== undefined) return [name, set] as const
    const text = env[limitVariable(name)]
    const value = text !== undefined && /^\d+$/.test(text) ? Number(text) : limitDefaults[name]
    return [name, value] as const
  })
  return Object.fromEntries(entries) as Limits
}
