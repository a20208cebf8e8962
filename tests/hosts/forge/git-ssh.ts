import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo } from 'node:net'
import { userInfo } from 'node:os'
import { join } from 'node:path'

/** Debian's; its tests are left out, with this reason, where it is not installed. */
const program = '/usr/sbin/sshd'
export const noSshd = existsSync(program) ? null : 'openssh-server is not installed'

/** A real OpenSSH server on loopback with keys of its own, for one user: the one that runs the tests. */
export class GitSsh {
  readonly #folder: string
  #child: ChildProcess | undefined
  #port = 0

  constructor(folder: string) {
    this.#folder = folder
  }

  async start(): Promise<this> {
    const at = (name: string): string => join(this.#folder, name)
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    // It refuses to start without; Debian's service makes it.
    mkdirSync('/run/sshd', { recursive: true })
    for (const name of ['host', 'user', 'stranger'])
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(name)])
    writeFileSync(at('authorized'), readFileSync(at('user.pub')), { mode: 0o600 })
    this.#port = await freePort()
    const options = {
      HostKey: at('host'),
      PidFile: 'none',
      ListenAddress: '127.0.0.1',
      AuthorizedKeysFile: at('authorized'),
      PasswordAuthentication: 'no',
      KbdInteractiveAuthentication: 'no',
      StrictModes: 'no',
      UsePAM: 'no',
    }
    const args = Object.entries(options).map(([name, value]) => `-o${name}=${value}`)
    this.#child = spawn(program, ['-D', '-e', '-f', '/dev/null', '-p', String(this.#port), ...args], {
      stdio: 'ignore',
    })
    await listening(this.#port)
    this.trust()
    return this
  }

  /** The address of a repository by its path. */
  repository(path: string): string {
    return `ssh://${userInfo().username}@127.0.0.1:${this.#port}${path}`
  }

  /** How git calls ssh with the keys and the known hosts of this server. */
  command(key: 'user' | 'stranger' = 'user'): string {
    const known = join(this.#folder, 'known_hosts')
    return `ssh -F none -i ${join(this.#folder, key)} -o IdentitiesOnly=yes -o UserKnownHostsFile=${known} -o GlobalKnownHostsFile=none`
  }

  /** Makes the server's key known. */
  trust(): void {
    this.#know(readFileSync(join(this.#folder, 'host.pub'), 'utf8'))
  }

  /** As before the first contact. */
  forget(): void {
    writeFileSync(join(this.#folder, 'known_hosts'), '')
  }

  /** As if it had another key before. */
  mistrust(): void {
    this.#know(readFileSync(join(this.#folder, 'stranger.pub'), 'utf8'))
  }

  stop(): void {
    this.#child?.kill()
  }

  #know(key: string): void {
    writeFileSync(join(this.#folder, 'known_hosts'), `[127.0.0.1]:${this.#port} ${key}`)
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise<void>((resolve) => server.close(() => resolve()))
  return port
}

/** Resolves once somebody listens. The test's time-out bounds the wait. */
async function listening(port: number): Promise<void> {
  const open = (): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
      socket.once('connect', () => socket.destroy())
    })
  while (!(await open())) await new Promise((resolve) => setTimeout(resolve, 20))
}
