/** How the scripted agent behaves from its start on. */
export interface ScriptedOptions {
  load?: boolean
  resume?: boolean
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
