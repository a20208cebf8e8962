import { connect } from 'node:net'
import { resolveHome } from '../base/index.ts'

/** Whether somebody listens on the daemon's socket. */
export function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(socket)
    probe.once('connect', () => {
      probe.destroy()
      resolve(true)
    })
    probe.once('error', () => resolve(false))
  })
}

/** Prints whether the daemon of this home runs; exit status 0 when it does, else 1. */
export async function status(env: Readonly<Record<string, string | undefined>>): Promise<number> {
  const { socket } = resolveHome(env).agent
  const running = await answers(socket)
  process.stdout.write(
    running ? `The node agent answers on ${socket}\n` : `No node agent answers on ${socket}\n`,
  )
  return running ? 0 : 1
}
