/** What a command needs after its name. */
type Argument = 'none' | 'optional' | 'required'

interface CommandSpec {
  /** What follows the name; empty where nothing may. */
  usage: string
  argument: Argument
  about: string
  /** It says something to the agent, so it waits for what a message waits for. */
  toAgent: boolean
}

const spec = (usage: string, argument: Argument, about: string, toAgent = false): CommandSpec => ({
  usage,
  argument,
  about,
  toAgent,
})

/** Switchyard's own commands, in the order in which they are offered. */
export const commandTable = {
  'new-session': spec('[agent]', 'optional', 'Start another session in this workspace'),
  'follow-up': spec('message', 'required', 'Put a message into the queue', true),
  summary: spec('[what about]', 'optional', 'Ask the agent to sum up the session', true),
  run: spec('command', 'required', 'Run a command in a new terminal of the workspace'),
  commit: spec('message', 'required', 'Commit everything that is not committed'),
  push: spec('', 'none', 'Push the branch, after a look at what would happen'),
  pull: spec('', 'none', 'Pull what is new on the remote'),
  rebase: spec('', 'none', 'Rebase onto the base branch'),
  merge: spec('', 'none', 'Merge into the base branch'),
  pr: spec('', 'none', 'Show the pull request, or create one'),
  attach: spec('[number or address]', 'optional', 'Attach an existing pull request'),
  diff: spec('', 'none', 'Show what the workspace changed'),
  'git-status': spec('', 'none', 'Show branch and uncommitted files'),
  'set-active-repo': spec(
    '[repository]',
    'optional',
    'Choose the repository that messages and commands are about',
  ),
  stop: spec('', 'none', 'Stop the running turn'),
  retry: spec('', 'none', 'Send the last message again, where its turn began', true),
  help: spec('', 'none', 'List all commands'),
} satisfies Record<string, CommandSpec>

export type CommandName = keyof typeof commandTable

export const commandNames = Object.keys(commandTable) as CommandName[]

/** How a command is written: `/commit message`. */
export const usageOf = (name: CommandName): string => `/${name} ${commandTable[name].usage}`.trimEnd()
