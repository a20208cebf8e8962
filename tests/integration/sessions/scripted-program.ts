import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/**
 * A program for a terminal, which does what the lines it reads say. Its arguments, the variables and the folder it was
 * given are printed first.
 */
const facts = {
  args: process.argv.slice(2),
  cwd: process.cwd(),
  term: process.env['TERM'],
  says: process.env['PROFILE_SAYS'] ?? null,
  daemon: process.env['SECRET_OF_DAEMON'] ?? null,
}
const say = (text: string): void => void process.stdout.write(`${text}\n`)

const acts: Record<string, (rest: string) => void> = {
  say,
  bell: () => void process.stdout.write('\u0007'),
  /** Any escape sequence, as a JSON string. */
  raw: (rest) => void process.stdout.write(JSON.parse(rest) as string),
  /** A child that leaves the session of the terminal and outlives hang-ups. */
  child: () => {
    const child = spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' })
    child.unref()
    say(`child=${child.pid};`)
  },
  /** Prints for ever. */
  spin: () => void setInterval(() => process.stdout.write('.'), 20),
  deaf: () => void process.on('SIGHUP', () => undefined).on('SIGTERM', () => undefined),
  env: (name) => say(`${name}=${process.env[name] ?? ''}`),
  exit: (code) => process.exit(Number(code)),
  die: () => process.kill(process.pid, 'SIGKILL'),
}

say(`facts=${JSON.stringify(facts)}`)
say(`pid=${process.pid};`)
createInterface({ input: process.stdin }).on('line', (line) => {
  const [act = '', ...rest] = line.split(' ')
  const run = acts[act]
  if (run) run(rest.join(' '))
  else say(`read=${JSON.stringify(line)};`)
})
