import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { get } from 'node:http'
import { createInterface } from 'node:readline'
import { programs, type Installation } from '../../hosts/switchyard/index.ts'

/** The browser host, running. */
export interface Served {
  /** With a token that lets one browser in. */
  url: string
  pid: number
  /** Ends it as Ctrl+C would. */
  stop(): Promise<void>
}

export async function serve({ env, folder }: Installation): Promise<Served> {
  const child: ChildProcess = spawn(process.execPath, [programs.serve, '--port', '0', '--json'], {
    env,
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (!child.stdout) throw new Error('serve has no output')
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  const { url, pid } = JSON.parse(line) as { url: string; pid: number }
  const stop = async (): Promise<void> => {
    const exited = once(child, 'exit')
    child.kill('SIGTERM')
    await exited
  }
  return { url, pid, stop }
}

/** Redeems the token as a browser does: headers that open sockets. */
export async function browserHeaders(url: string): Promise<{ cookie: string; origin: string }> {
  const request = get(url)
  const [response] = await once(request, 'response')
  response.resume()
  const [cookie] = response.headers['set-cookie'] as string[]
  if (cookie === undefined) throw new Error('the browser host gave no cookie')
  return { cookie: cookie.split(';')[0] ?? '', origin: new URL(url).origin }
}
