import { WorkerPoolContextProvider } from '@pierre/diffs/react'
// The bundler makes a worker's constructor the default export of what is imported this way.
// oxlint-disable-next-line import/default
import DiffWorker from '@pierre/diffs/worker/worker.js?worker'
import type { ReactNode } from 'react'
import { diffThemes } from './diff-theme.ts'

/** Colouring one file at a time keeps one worker busy; the second is for the next file one clicks. */
const workers = 2

const poolOptions = { workerFactory: () => new DiffWorker(), poolSize: workers }
const highlighterOptions = { theme: diffThemes, preferredHighlighter: 'shiki-js' } as const

/** Syntax colours are computed in workers, which are started with the first diff. */
export function DiffWorkers({ children }: { children: ReactNode }) {
  return (
    <WorkerPoolContextProvider poolOptions={poolOptions} highlighterOptions={highlighterOptions}>
      {children}
    </WorkerPoolContextProvider>
  )
}
