import { spawn } from 'node:child_process'

/** Runs a program in this process's own terminal, to its end. Resolves to its exit code, null after a signal. */
export function runAttached(
  command: string,
  args: readonly string[],
  options: { cwd: string; env: Record<string, string | undefined> },
): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: 'inherit' })
    child.once('error', reject)
    child.once('exit', resolve)
  })
}
