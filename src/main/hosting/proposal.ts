import type { BranchFacts, Workspace, WorkspaceRepository } from '../../contracts/index.ts'

const longestTitle = 250
const longestTask = 4_000
const mostSubjects = 30

/** The title of a new pull request: of one commit its subject, of several the workspace's name. */
export function proposeTitle(workspace: Workspace, { commits, branch }: BranchFacts): string {
  const title = commits.length === 1 ? commits[0]?.subject : workspace.name
  return (title?.trim() || branch).slice(0, longestTitle)
}

/** What was asked for, then what was done: one commit's own text, or the subjects of several, oldest first. */
export function proposeBody({ prompt }: Workspace, { commits, commitCount }: BranchFacts): string {
  const task = prompt.trim()
  const parts = [task.length > longestTask ? `${task.slice(0, longestTask - 1)}…` : task]
  if (commits.length === 1) parts.push(commits[0]?.body ?? '')
  else {
    const shown = commits.slice(0, mostSubjects).toReversed()
    const left = commitCount - shown.length
    const subjects = shown.map(({ subject }) => `- ${subject}`)
    parts.push([...(left > 0 ? [`- ${left} earlier ones`] : []), ...subjects].join('\n'))
  }
  return parts.filter((part) => part !== '').join('\n\n')
}

/** The branch to merge into, as the host calls it: `origin/main` is its `main`. */
export function proposeBase({ baseBranch }: WorkspaceRepository, { remotes }: BranchFacts): string {
  const remote = remotes.find(({ name }) => baseBranch.startsWith(`${name}/`))
  return remote ? baseBranch.slice(remote.name.length + 1) : baseBranch
}
