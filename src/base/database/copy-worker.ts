import { workerData } from 'node:worker_threads'
import { copyDatabase } from './copy.ts'

// A thread that makes one copy: an entry of its own, so that looking through a large file holds up nobody. An error
// reaches the owner as the thread's own.
const { source, target } = workerData as { source: string; target: string }
copyDatabase(source, target)
