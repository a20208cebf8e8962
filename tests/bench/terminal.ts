import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { spawn } from 'node-pty'
import { median, quantile, sideBySide, spread, timed, type Bench } from './lib/bench.ts'
import { browserHeaders, serve } from './lib/served.ts'
import { TerminalClient } from './lib/terminal-client.ts'
import { makeWorld } from './lib/world.ts'

const megabytes = 100
const rounds = 7
const keys = 300

/** Reads a program's PTY with node-pty and nothing else, as bytes. */
function readDirectly(file: string): Promise<void> {
  return new Promise((resolve) => {
    const pty = spawn('/bin/cat', [file], { cols: 100, rows: 30, encoding: null })
    pty.onData(() => undefined)
    pty.onExit(() => resolve())
  })
}

/** Time from a key to its echo, one after another. */
async function echoes(type: (key: string) => void, echo: () => Promise<void>): Promise<number[]> {
  const samples: number[] = []
  for (let at = 0; at < keys; at++) {
    const echoed = echo()
    samples.push(
      await timed(() => {
        type('x')
        return echoed
      }),
    )
  }
  return samples
}

async function directEchoes(): Promise<number[]> {
  const pty = spawn('/bin/cat', [], { cols: 100, rows: 30, encoding: null })
  let heard: () => void = () => {}
  pty.onData(() => heard())
  const samples = await echoes(
    (key) => pty.write(key),
    () => new Promise((resolve) => (heard = resolve)),
  )
  pty.kill()
  return samples
}

/** From a PTY to the browser's WebSocket, against reading the same PTY with node-pty in this process. */
export const terminal: Bench = {
  name: 'terminal',
  async run(say) {
    const world = await makeWorld()
    // The browser host takes over from the control plane that the first command started.
    const served = await serve(world.installation)
    try {
      const file = join(world.installation.folder, 'text')
      const line = `${'The quick brown fox jumps over the lazy dog. '.repeat(2).slice(0, 79)}\n`
      writeFileSync(file, line.repeat((megabytes * 1_000_000) / line.length))
      const { client } = await world.installation.connect()
      const { id } = await client.terminal.create({ workspace: world.workspace.id })
      const screen = await TerminalClient.open(served.url, await browserHeaders(served.url), id)
      const command = async (text: string, sign: string): Promise<void> => {
        const seen = screen.until(sign)
        screen.type(text)
        await seen
      }
      await command('PS1=; echo ready-$((1+1))\n', 'ready-2')
      say(`${megabytes} MB through ${rounds} rounds`)
      const samples = await sideBySide(
        rounds,
        (round) => timed(() => command(`cat ${file}; echo end-$((1000+${round}))\n`, `end-${1000 + round}`)),
        () => timed(() => readDirectly(file)),
      )
      const rates = (times: readonly number[]): number[] => times.map((taken) => (megabytes * 1000) / taken)
      say(`${keys} keys`)
      await command('exec cat\n', 'exec cat')
      const ours = await echoes(
        (key) => screen.type(key),
        () => new Promise((resolve) => (screen.onData = () => resolve())),
      )
      const direct = await directEchoes()
      screen.close()
      const p95 = (times: readonly number[]): string =>
        `${median(times).toFixed(1)}, p95 ${quantile(times, 0.95).toFixed(1)} ms`
      return [
        {
          what: `\`cat\` of ${megabytes} MB to the browser's WebSocket`,
          ours: spread(rates(samples.ours), 'MB/s'),
          against: `node-pty: ${spread(rates(samples.theirs), 'MB/s')}`,
          value: median(samples.ours.map((taken, round) => (samples.theirs[round] ?? taken) / taken)),
          unit: '×',
          goal: { least: 0.7 },
        },
        {
          what: 'Echo of a keystroke, p95',
          ours: p95(ours),
          against: `node-pty: ${p95(direct)}`,
          value: quantile(ours, 0.95),
          unit: 'ms',
          goal: { most: 16 },
        },
      ]
    } finally {
      await served.stop()
      await world.remove()
    }
  },
}
