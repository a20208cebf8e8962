import { commonOptions, type Command, type OptionHelp } from './command.ts'

const flag = (name: string, option: OptionHelp): string =>
  `${option.short ? `-${option.short}, ` : ''}--${name}${option.value ? ` ${option.value}` : ''}`

const argsOf = ({ args, optional, rest }: Command): string =>
  `${args.map((arg) => ` <${arg}>`).join('')}${rest ? '…' : ''}${optional ? ` [${optional}]` : ''}`

/** `switchyard workspace create --project <project> …` */
export function usageLine(command: Command): string {
  return `switchyard ${command.path}${argsOf(command)}${Object.keys(command.options).length > 0 ? ' [options]' : ''}`
}

/** Help of one command. */
export function commandHelp(command: Command): string {
  const options = Object.entries({ ...command.options, ...commonOptions }) as [string, OptionHelp][]
  const width = Math.max(...options.map(([name, option]) => flag(name, option).length))
  const lines = options.map(([name, option]) => `  ${flag(name, option).padEnd(width)}  ${option.help}`)
  return `${command.summary}\n\nUsage: ${usageLine(command)}\n\nOptions:\n${lines.join('\n')}`
}

/** The list of all commands, or of those below `group`. */
export function overview(commands: readonly Command[], group?: string): string {
  const shown = group ? commands.filter((command) => command.path.startsWith(`${group} `)) : commands
  const left = (command: Command): string => `${command.path}${argsOf(command)}`
  const width = Math.max(...shown.map((command) => left(command).length))
  const lines = shown.map((command) => `  ${left(command).padEnd(width)}  ${command.summary}`)
  return [
    group ? `Usage: switchyard ${group} <command>` : 'Usage: switchyard <command>',
    '',
    'Commands:',
    ...lines,
    '',
    'Every command takes --json and --help. Where an id is asked for, a unique name works for projects and workspaces.',
    'SWITCHYARD_HOME names the folder that holds everything (default ~/.switchyard).',
  ].join('\n')
}
