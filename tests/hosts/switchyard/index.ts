export { Installation, programs, type CliResult } from './installation.ts'
export { processesOf } from './processes.ts'
export { seededRandom } from './random.ts'
export { makeRepository } from './repository.ts'
