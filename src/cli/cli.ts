import { parseArgs } from 'node:util'
import { resolveHome } from '../base/index.ts'
import { UsageError, parseConfig, type Command, type Values } from './command.ts'
import { allCommands } from './commands/index.ts'
import { connectOrStart, type Connection } from './connect.ts'
import { commandHelp, overview, usageLine } from './help.ts'
import { Output } from './output.ts'

export interface CliOptions {
  argv: readonly string[]
  env: NodeJS.ProcessEnv
  cwd: string
  version: string
  /** Path of the built `serve` program. */
  serveScript: string
  signal: AbortSignal
}

const wordsOf = (command: Command): string[] => command.path.split(' ')

/** The command whose words `argv` begins with, the longest first. */
function findCommand(commands: readonly Command[], argv: readonly string[]): Command | undefined {
  return commands
    .filter((command) => wordsOf(command).every((word, index) => argv[index] === word))
    .toSorted((a, b) => wordsOf(b).length - wordsOf(a).length)[0]
}

/** Help for what was asked, or null when help was not asked for. */
function helpFor(commands: readonly Command[], argv: readonly string[]): string | null {
  const asked = argv.length === 0 || argv[0] === 'help' || argv.includes('--help') || argv.includes('-h')
  if (!asked) return null
  const words = argv.filter((word) => word !== 'help' && !word.startsWith('-'))
  const command = findCommand(commands, words)
  if (command) return commandHelp(command)
  const group = commands.some(
    (candidate) => wordsOf(candidate).length > 1 && wordsOf(candidate)[0] === words[0],
  )
  return overview(commands, group ? words[0] : undefined)
}

function parse(command: Command, argv: readonly string[]): { args: string[]; options: Values } {
  try {
    const { values, positionals } = parseArgs({
      args: argv.slice(wordsOf(command).length),
      options: parseConfig(command),
      allowPositionals: true,
    })
    if (positionals.length < command.args.length)
      throw new UsageError(`<${command.args[positionals.length]}> is missing`)
    const most = command.args.length + (command.optional === undefined ? 0 : 1)
    if (positionals.length > most && !command.rest)
      throw new UsageError(`"${positionals[most]}" is one argument too many`)
    return { args: positionals, options: values as Values }
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError((error as Error).message)
  }
}

/** Runs one command line. Returns the exit status: 0 done, 1 failed, 2 wrong usage. */
export async function runCli({ argv, env, cwd, version, serveScript, signal }: CliOptions): Promise<number> {
  const home = resolveHome(env)
  const commands = allCommands(home, serveScript)
  const output = new Output(argv.includes('--json'), process.stdout, process.stderr)
  if (argv[0] === '--version' || argv[0] === 'version') {
    output.line(version)
    return 0
  }
  const help = helpFor(commands, argv)
  if (help !== null) {
    output.line(help)
    return 0
  }
  const command = findCommand(commands, argv)
  let connection: Connection | undefined
  try {
    if (!command) throw new UsageError(`there is no command "${argv.slice(0, 2).join(' ')}"`)
    const { args, options } = parse(command, argv)
    const client = async () => (connection ??= await connectOrStart(home, serveScript, env)).client
    await command.run({ client, output, signal, env, cwd }, args, options)
    return Number(process.exitCode ?? 0)
  } catch (error) {
    if (error instanceof UsageError) {
      output.note(
        `usage: ${error.message}\n  ${command ? usageLine(command) : 'switchyard help lists the commands'}`,
      )
      return 2
    }
    output.failure(error)
    return 1
  } finally {
    connection?.close()
  }
}
