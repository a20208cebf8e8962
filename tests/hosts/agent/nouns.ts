import { fakeFiles } from './files.ts'
import { fakeGit } from './git.ts'
import { fakeHosting } from './hosting.ts'

/** What a fake agent answers without knowing anything: one entry for each noun of the contract. */
export const fakeNouns = () => ({ files: fakeFiles(), git: fakeGit(), hosting: fakeHosting() })
