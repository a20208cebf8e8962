import type { Home } from '../../base/index.ts'
import type { Command } from '../command.ts'
import { sessionAttach } from './attach.ts'
import { doctor } from './doctor.ts'
import { approvalAnswer, approvalList, approvalRestore, approvalRevoke, approvalRules } from './approval.ts'
import { auditExport, auditList } from './audit.ts'
import { commentAdd, commentList, commentSend } from './comment.ts'
import { diff } from './diff.ts'
import { grep, open } from './files.ts'
import { backupList, backupRestore, backupShow } from './backup.ts'
import { commit } from './git.ts'
import { search, sessionExport } from './history.ts'
import { approvalGoOn, locks } from './locks.ts'
import { nodeEnrol, nodeList, nodeRevoke } from './node.ts'
import { orphanClean, orphanList } from './orphan.ts'
import { projectAdd, projectList, projectRemove, projectShow } from './project.ts'
import {
  hostingTest,
  pullRequestAttach,
  pullRequestClose,
  pullRequestComments,
  pullRequestCreate,
  pullRequestDetach,
  pullRequestList,
  pullRequestMerge,
  pullRequestReady,
  pullRequestRefresh,
  pullRequestReopen,
  pullRequestShow,
} from './pull-request.ts'
import { queueEdit, queueList, queueMove, queueRemove, queueResume, queueSend } from './queue.ts'
import { fetch, gitStatus, merge, pull, push, rebase } from './remotes.ts'
import { serve, stop } from './serve.ts'
import {
  sessionCreate,
  sessionList,
  sessionPrompt,
  sessionShow,
  sessionStop,
  sessionWatch,
} from './session.ts'
import { sessionAuthenticate, sessionConversations, sessionRestart } from './session-agent.ts'
import { discard, stage, unstage } from './staging.ts'
import { agentList, status, terminalList } from './status.ts'
import { turnDiff, turnRetry, turnUndo } from './turn.ts'
import {
  workspaceCreate,
  workspaceDelete,
  workspaceList,
  workspaceRename,
  workspaceRestart,
  workspaceShow,
  workspaceStop,
} from './workspace.ts'

import {
  workspaceArchive,
  workspaceCleanUp,
  workspaceDuplicate,
  workspacePin,
  workspaceRenameBranch,
  workspaceSpinOff,
  workspaceUnarchive,
  workspaceUnpin,
} from './workspace-life.ts'

/** Every command, in the order help shows them. */
export const allCommands = (home: Home, serveScript: string): readonly Command[] => [
  status,
  serve(serveScript),
  stop(home),
  doctor(home),
  projectAdd,
  projectList,
  projectShow,
  projectRemove,
  workspaceCreate,
  workspaceList,
  workspaceShow,
  workspaceRename,
  workspaceRenameBranch,
  workspacePin,
  workspaceUnpin,
  workspaceArchive,
  workspaceUnarchive,
  workspaceDuplicate,
  workspaceSpinOff,
  workspaceCleanUp,
  workspaceStop,
  workspaceRestart,
  workspaceDelete,
  sessionCreate,
  sessionList,
  sessionShow,
  sessionPrompt,
  sessionWatch,
  sessionAttach,
  sessionConversations,
  sessionAuthenticate,
  sessionRestart,
  sessionStop,
  sessionExport,
  search,
  turnDiff,
  turnUndo,
  turnRetry,
  queueList,
  queueEdit,
  queueMove,
  queueRemove,
  queueSend,
  queueResume,
  approvalList,
  approvalAnswer,
  approvalGoOn,
  approvalRules,
  approvalRevoke,
  approvalRestore,
  locks,
  terminalList,
  open,
  grep,
  diff,
  stage,
  unstage,
  discard,
  commit,
  gitStatus,
  fetch,
  push,
  pull,
  rebase,
  merge,
  commentList,
  commentAdd,
  commentSend,
  pullRequestList,
  pullRequestShow,
  pullRequestCreate,
  pullRequestAttach,
  pullRequestDetach,
  pullRequestRefresh,
  pullRequestMerge,
  pullRequestClose,
  pullRequestReopen,
  pullRequestReady,
  pullRequestComments,
  hostingTest,
  agentList,
  nodeList,
  nodeRevoke,
  nodeEnrol,
  backupList,
  backupShow,
  backupRestore,
  orphanList,
  orphanClean,
  auditList,
  auditExport,
]
