import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { execFile } from 'node:child_process'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../../', import.meta.url))

export type Run = { code: number; output: string }

/** A temp folder with the project's own tool configuration and dependencies, but only the sources given. */
export class ProjectCopy {
  readonly folder = mkdtempSync(join(tmpdir(), 'switchyard-toolchain-'))

  constructor(configuration: string[], sources: Record<string, string>) {
    for (const path of configuration) cpSync(join(root, path), join(this.folder, path), { recursive: true })
    symlinkSync(join(root, 'node_modules'), join(this.folder, 'node_modules'))
    for (const [path, text] of Object.entries(sources)) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true })
      writeFileSync(join(this.folder, path), text)
    }
  }

  /** Runs a tool of node_modules in the copy. */
  run(script: string, ...args: string[]): Promise<Run> {
    return runNode([join(root, 'node_modules', script), ...args], this.folder)
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** Runs this Node with arguments and gives exit code and everything it printed. */
export function runNode(args: string[], cwd: string): Promise<Run> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd, maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr }),
    )
  })
}
