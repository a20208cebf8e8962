import type {
  Approval,
  ApprovalId,
  ItemId,
  Message,
  NodeId,
  Project,
  ProjectId,
  RepositoryId,
  SessionId,
  SessionView,
  Snapshot,
  TurnId,
  Workspace,
  WorkspaceId,
} from '../../../src/contracts/index.ts'
import { Settings } from '../../../src/contracts/index.ts'

/** Entities with plain values; each test names what it is about. */

const id = (prefix: string, name: string): string => `${prefix}_${name.padEnd(20, '0')}`

export const nodeId = id('node', '1') as NodeId
export const projectId = (name = '1'): ProjectId => id('prj', name) as ProjectId
export const workspaceId = (name = '1'): WorkspaceId => id('ws', name) as WorkspaceId
export const sessionId = (name = '1'): SessionId => id('ses', name) as SessionId
export const turnId = (name = '1'): TurnId => id('trn', name) as TurnId
export const approvalId = (name = '1'): ApprovalId => id('apr', name) as ApprovalId
export const repositoryId = (name = '1'): RepositoryId => id('repo', name) as RepositoryId
export const itemId = (name = '1'): ItemId => id('itm', name) as ItemId

export const project = (over: Partial<Project> = {}): Project => ({
  id: projectId(),
  name: 'shop',
  repositories: [],
  defaultAgent: 'runbook',
  branchPrefix: '',
  mcpServers: [],
  createdAt: 1,
  updatedAt: 1,
  ...over,
})

export const workspace = (over: Partial<Workspace> = {}): Workspace => ({
  id: workspaceId(),
  projectId: projectId(),
  nodeId,
  name: 'Login timeout',
  branch: 'fix/login-timeout',
  status: 'running',
  error: null,
  prompt: '',
  folder: '/work/one',
  archived: false,
  pinned: false,
  activeRepositoryId: null,
  workingDirectory: '',
  underWay: null,
  repositories: [],
  createdAt: 1,
  updatedAt: 1,
  revision: 1,
  ...over,
})

export const session = (over: Partial<SessionView> = {}): SessionView => ({
  id: sessionId(),
  workspaceId: workspaceId(),
  agent: 'runbook',
  agentName: 'Runbook',
  agentVersion: null,
  terminalId: null,
  attention: null,
  title: 'Find the timeout',
  status: 'idle',
  error: null,
  configOptions: [],
  commands: [],
  capabilities: null,
  authMethods: [],
  usage: null,
  turnCount: 0,
  lastTurn: null,
  createdAt: 1,
  updatedAt: 1,
  revision: 1,
  unseen: false,
  ...over,
})

export const approval = (over: Partial<Approval> = {}): Approval => ({
  kind: 'approval',
  id: approvalId(),
  sessionId: sessionId(),
  workspaceId: workspaceId(),
  turnId: turnId(),
  position: 1,
  createdAt: 1,
  updatedAt: 1,
  revision: 1,
  toolCallId: 'call',
  title: 'Run a command',
  toolKind: 'execute',
  detail: 'npm test',
  options: [],
  status: 'pending',
  chosenOption: null,
  answeredAt: null,
  answeredFrom: null,
  rule: null,
  remembers: null,
  expiresAt: null,
  ...over,
})

export const message = (position: number, over: Partial<Message> = {}): Message => ({
  kind: 'message',
  id: itemId(`m${position}`),
  sessionId: sessionId(),
  turnId: turnId(),
  position,
  role: 'agent',
  content: '',
  complete: false,
  truncated: false,
  attachments: [],
  createdAt: 1,
  updatedAt: 1,
  revision: 1,
  ...over,
})

export const snapshot = (over: Partial<Snapshot> = {}): Snapshot => ({
  cursor: { epoch: 'a', seq: 10 },
  nodes: [],
  projects: [],
  workspaces: [],
  sessions: [],
  approvals: [],
  questions: [],
  queued: [],
  rules: [],
  threads: [],
  terminals: [],
  locks: [],
  changes: [],
  git: [],
  pullRequests: [],
  settings: Settings.parse({}),
  agents: [],
  ...over,
})
