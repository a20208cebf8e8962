import { newId } from '../../../src/base/index.ts'
import type {
  Approval,
  ApprovalRule,
  FileLock,
  Message,
  NodeId,
  PullRequest,
  Session,
  Terminal,
  ToolCall,
  Turn,
  Workspace,
} from '../../../src/contracts/index.ts'

/** Whole entities with made-up but valid content, for tests that care about a few fields only. */
const at = 1_700_000_000_000
const base = { createdAt: at, updatedAt: at, revision: 1 }

export const workspace = (given: Partial<Workspace> & { nodeId: NodeId }): Workspace => ({
  id: newId('workspace'),
  projectId: newId('project'),
  name: 'one',
  branch: 'try/one',
  status: 'running',
  error: null,
  prompt: '',
  folder: '/managed/one',
  archived: false,
  pinned: false,
  activeRepositoryId: null,
  workingDirectory: '',
  underWay: null,
  repositories: [],
  ...base,
  ...given,
})

export const session = (given: Partial<Session> & Pick<Session, 'workspaceId'>): Session => ({
  id: newId('session'),
  agent: 'runbook',
  agentName: 'Runbook',
  agentVersion: null,
  terminalId: null,
  attention: null,
  title: 'Session',
  status: 'idle',
  error: null,
  configOptions: [],
  commands: [],
  capabilities: null,
  authMethods: [],
  usage: null,
  turnCount: 0,
  lastTurn: null,
  ...base,
  ...given,
})

export const turn = (given: Partial<Turn> & Pick<Turn, 'sessionId'>): Turn => ({
  id: newId('turn'),
  ordinal: 1,
  parentId: null,
  folded: false,
  snapshots: [],
  status: 'running',
  stopReason: null,
  error: null,
  createdAt: at,
  startedAt: at,
  endedAt: null,
  revision: 1,
  ...given,
})

export const message = (
  given: Partial<Message> & Pick<Message, 'sessionId' | 'turnId' | 'position'>,
): Message => ({
  kind: 'message',
  id: newId('item'),
  role: 'agent',
  content: 'text',
  complete: true,
  truncated: false,
  attachments: [],
  ...base,
  ...given,
})

export const toolCall = (
  given: Partial<ToolCall> & Pick<ToolCall, 'sessionId' | 'turnId' | 'position'>,
): ToolCall => ({
  kind: 'tool_call',
  id: newId('item'),
  toolCallId: 'call-1',
  title: 'Edit notes.txt',
  toolKind: 'edit',
  status: 'completed',
  locations: [],
  content: [],
  rawInput: null,
  rawOutput: null,
  ...base,
  ...given,
})

export const approval = (
  given: Partial<Approval> & Pick<Approval, 'sessionId' | 'turnId' | 'position' | 'workspaceId'>,
): Approval => ({
  kind: 'approval',
  id: newId('approval'),
  toolCallId: 'call-1',
  title: 'Run a command',
  toolKind: 'execute',
  detail: 'ls',
  options: [{ id: 'yes', name: 'Allow once', kind: 'allow_once' }],
  status: 'pending',
  chosenOption: null,
  answeredAt: null,
  answeredFrom: null,
  rule: null,
  remembers: null,
  expiresAt: null,
  ...base,
  ...given,
})

export const terminal = (given: Partial<Terminal> & Pick<Terminal, 'workspaceId'>): Terminal => ({
  id: newId('terminal'),
  sessionId: null,
  title: 'bash',
  shell: '/bin/bash',
  cwd: '/managed/one',
  status: 'running',
  exitCode: null,
  ...base,
  ...given,
})

export const rule = (given: Partial<ApprovalRule> & Pick<ApprovalRule, 'workspaceId'>): ApprovalRule => ({
  id: newId('rule'),
  agent: 'runbook',
  agentName: 'Runbook',
  toolKind: 'execute',
  match: { type: 'command', command: 'ls', rest: null },
  decision: 'allow',
  approvalId: newId('approval'),
  uses: 0,
  lastUsedAt: null,
  revokedAt: null,
  ...base,
  ...given,
})

export const pullRequest = (
  fields: Pick<PullRequest, 'workspaceId' | 'repositoryId'> & Partial<PullRequest>,
): PullRequest => ({
  repository: 'engine',
  kind: 'github',
  host: 'github.com',
  slug: 'ada/engine',
  number: 12,
  url: 'https://github.com/ada/engine/pull/12',
  title: 'Fix the login',
  body: '',
  author: 'ada',
  state: 'open',
  draft: false,
  base: 'main',
  head: 'fix/login',
  headSha: 'a'.repeat(40),
  mergeable: 'yes',
  blocked: null,
  mergeMethods: ['squash', 'merge'],
  checks: [],
  reviews: [],
  updatedAt: 1,
  comments: 0,
  commentsVersion: '0',
  refreshedAt: 1,
  failure: null,
  ...fields,
})

export const fileLock = (
  given: Partial<FileLock> & Pick<FileLock, 'workspaceId' | 'sessionId'>,
): FileLock => ({
  id: newId('fileLock'),
  turnId: newId('turn'),
  repositoryId: null,
  path: 'src/a.ts',
  from: 'tool_call',
  waiting: [],
  since: 1,
  releasedAt: null,
  revision: 1,
  ...given,
})
