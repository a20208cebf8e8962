export { GitStates } from './git-states.ts'
export { RemotesService } from './remotes-service.ts'
