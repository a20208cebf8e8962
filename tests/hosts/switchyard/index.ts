export { Installation, programs, type CliResult } from './installation.ts'
export { gone, processesOf } from './processes.ts'
export { seededRandom } from './random.ts'
export { makeRepository } from './repository.ts'
