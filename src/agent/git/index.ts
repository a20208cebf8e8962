export { backupWorktree } from './backup.ts'
export {
  checkBranch,
  conflictingBranch,
  freeBranch,
  isValidBranch,
  listBranches,
  localBranches,
  resolveCommit,
} from './branches.ts'
export { browseFolder } from './browse.ts'
export { commitAll } from './commit.ts'
export { diffRepository } from './diff.ts'
export { diffFile } from './file-diff.ts'
export { inspectRepository } from './inspect.ts'
export { RepositoryLocks } from './locks.ts'
export { createGit, GitFailed, gitMessage, nulList, type GitAt, type GitRunner } from './runner.ts'
export { checkBranchName, readStartingPoint, type StartingPoint } from './starting-point.ts'
export { countUncommitted, countUnmerged } from './unmerged.ts'
export { addWorktree, deleteNewBranch, pruneWorktree, removeWorktree } from './worktree.ts'
