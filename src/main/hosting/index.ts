export { createHostingServices } from './create-hosting-services.ts'
export type { Forges } from './forges.ts'
export type { PullRequestService } from './pull-request-service.ts'
