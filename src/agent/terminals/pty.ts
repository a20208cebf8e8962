import { spawn } from 'node-pty'
import type { TerminalSize } from '../../contracts/index.ts'
import { killSession } from './kill-session.ts'

/** A pseudo terminal and the program in it. Bytes in, bytes out; nothing is decoded here. */
export interface Pty {
  readonly pid: number
  write(bytes: Uint8Array): void
  resize(size: TerminalSize): void
  /** Stops reading: the kernel's buffer fills and the program blocks on its next write. */
  pause(): void
  resume(): void
  kill(signal: NodeJS.Signals): void
}

export interface PtyOptions {
  shell: string
  args: readonly string[]
  cwd: string
  env: Record<string, string>
  size: TerminalSize
  onData(bytes: Uint8Array): void
  /** After the last data. Null when a signal ended the program. */
  onExit(exitCode: number | null): void
}

/** Starts a program in a new pseudo terminal. Throws when it cannot be started. */
export function openPty(options: PtyOptions): Pty {
  const pty = spawn(options.shell, [...options.args], {
    name: 'xterm-256color',
    cwd: options.cwd,
    env: options.env,
    cols: options.size.cols,
    rows: options.size.rows,
    encoding: null,
  })
  pty.onData((data: string | Uint8Array) =>
    // With `encoding: null` data are bytes although the types say string; ConPTY gives strings all the same.
    options.onData(typeof data === 'string' ? Buffer.from(data) : data),
  )
  pty.onExit(({ exitCode, signal }) => options.onExit(signal ? null : exitCode))
  return {
    pid: pty.pid,
    // The socket below takes bytes; the declared string would be re-encoded.
    write: (bytes) => pty.write(Buffer.from(bytes) as unknown as string),
    resize: ({ cols, rows }) => pty.resize(cols, rows),
    pause: () => pty.pause(),
    resume: () => pty.resume(),
    kill(signal) {
      if (process.platform === 'win32') return pty.kill()
      killSession(pty.pid, signal)
    },
  }
}
