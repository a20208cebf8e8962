/** How the scripted agent behaves from its start on. */
export interface ScriptedOptions {
  load?: boolean
  resume?: boolean
  /** Takes further roots beside its working folder. */
  roots?: boolean
  /** What `session/list` answers, one page for each entry; `cwd` of an entry is kept or the asked one. */
  list?: object[][]
  /** Updates that `session/load` repeats. */
  history?: object[]
  modes?: { current: string; all: string[] }
  legacyModels?: string[]
  failNew?: { code: number; message: string }
  exitAtStart?: number
  silentStart?: boolean
  ignoreEof?: boolean
  /** `promptCapabilities` and `mcpCapabilities` as they are sent. */
  prompts?: object
  mcp?: object
  authMethods?: object[]
  /** `session/new` and prompts answer auth_required until this file exists; `authenticate` makes it. */
  signedInFile?: string
  /** Signing in to this method fails. */
  failMethod?: string
  configOptions?: object[]
}

/** Ways to sign in of each kind there is, and one in a shape nobody knows. */
export const signInMethods = [
  { id: 'key', name: 'Use a key', description: 'From the environment' },
  { id: 'login', name: 'Log in', type: 'terminal', args: ['--login'], env: { MODE: 'login' } },
  {
    id: 'old',
    name: 'Log in as before',
    _meta: { 'terminal-auth': { command: '/bin/agent', args: ['in'] } },
  },
  { name: 'without an id' },
]
