export { FileSearch } from './file-search.ts'
export { FileGrep } from './grep.ts'
export { WorktreeFiles } from './worktree-files.ts'
