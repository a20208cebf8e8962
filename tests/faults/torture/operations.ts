import { byApp } from './by-app.ts'
import { byHand } from './by-hand.ts'
import { inFiles } from './in-files.ts'
import type { Operations } from './operation.ts'

export const operations: Operations = { ...byHand, ...byApp, ...inFiles }
