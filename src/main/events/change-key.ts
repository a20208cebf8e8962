import type { Told } from '../store/index.ts'

/** What a change is about: two changes with one key tell of the same thing, and the newer one says all. */
export function changeKey({ session, change }: Told): string {
  switch (change.type) {
    case 'settings':
    case 'agents':
      return change.type
    case 'changes':
      return `changes ${change.entity.workspaceId}`
    case 'git':
      return `git ${change.entity.workspaceId}`
    case 'pullRequest':
      return `pull request ${change.entity.workspaceId} ${change.entity.repositoryId}`
    case 'pullRequest.removed':
      return `pull request ${change.workspaceId} ${change.repositoryId}`
    case 'turn':
    case 'item':
      return `${session} ${change.entity.id}`
    case 'project.removed':
    case 'workspace.removed':
    case 'session.removed':
    case 'approval.removed':
    case 'question.removed':
    case 'queued.removed':
    case 'lock.removed':
    case 'rule.removed':
    case 'terminal.removed':
    case 'thread.removed':
      return change.id
    case 'node':
    case 'project':
    case 'workspace':
    case 'session':
    case 'approval':
    case 'question':
    case 'queued':
    case 'lock':
    case 'rule':
    case 'terminal':
    case 'thread':
    case 'event':
      return change.entity.id
    default:
      return change satisfies never
  }
}
