import { createContext, use } from 'react'
import type { ThreadId } from '../../../../contracts/index.ts'

/** Tells which new thread is being written where its lines were chosen, so that it is not shown a second time. */
export const BeingWrittenContext = createContext<(thread: ThreadId | null) => void>(() => undefined)

export const useBeingWritten = () => use(BeingWrittenContext)
