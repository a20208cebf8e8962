import { runbookProfileId, type AgentProfile } from '../../contracts/index.ts'
import type { AgentCommandLine } from './agent-process.ts'

/**
 * How a profile is started: Runbook is our own bundle, run by the Node that runs us; all others by their command,
 * looked up in PATH.
 */
export const commandLineOf =
  (runbookBundle: string) =>
  (profile: AgentProfile): AgentCommandLine =>
    profile.id === runbookProfileId
      ? {
          command: process.execPath,
          args: [runbookBundle, ...profile.args],
          // Electron's program is a Node only when told so.
          env: process.versions['electron'] ? { ELECTRON_RUN_AS_NODE: '1' } : {},
        }
      : { command: profile.command, args: profile.args, env: {} }
