/** Where an agent works: its working folder, and the roots beside it that it is given as well. */
export interface AgentFolders {
  cwd: string
  additional: readonly string[]
}

/** The same as ACP says it; an agent that takes no further roots is told of its working folder alone. */
export const whereOf = (
  { cwd, additional }: AgentFolders,
  capabilities: { additionalDirectories?: unknown } | null | undefined,
): { cwd: string; additionalDirectories?: string[] } =>
  additional.length > 0 && capabilities?.additionalDirectories
    ? { cwd, additionalDirectories: [...additional] }
    : { cwd }
