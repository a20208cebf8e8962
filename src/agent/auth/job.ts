/** What a call wants to do, as it arrived. */
export interface Job {
  /** Contract path such as `session.prompt`, or `streams`. */
  op: string
  /** Workspace the input names, if it does. */
  workspace: string | undefined
}
