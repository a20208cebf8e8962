export { ActRecords } from './act-records.ts'
export { LiveGit } from './live-git.ts'
export { reconcileActs } from './reconcile-acts.ts'
export { RemotesService } from './remotes-service.ts'
