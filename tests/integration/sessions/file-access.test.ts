import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RequestError } from '@agentclientprotocol/sdk'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFileAccess, type FileAccess } from '../../../src/agent/sessions/file-access.ts'
import { silentLogger, newId } from '../../../src/base/index.ts'
import { Failure } from '../../../src/contracts/index.ts'
import { Bench } from './harness.ts'

let top: string
let folder: string
let files: FileAccess
let working = true
const at = (...names: string[]): string => join(folder, ...names)
const read = async (path: string, more = {}): Promise<string> =>
  (await files.read({ sessionId: 's', path, ...more })).content
const write = (path: string, content = 'new'): Promise<unknown> =>
  files.write({ sessionId: 's', path, content })
/** The JSON-RPC code a call is refused with. */
const refused = async (call: Promise<unknown>): Promise<number> => {
  const error: unknown = await call.then(() => null).catch((thrown: unknown) => thrown)
  if (!(error instanceof RequestError)) throw new Error(`not refused: ${String(error)}`)
  return error.code
}
const [invalid, notFound] = [-32_602, -32_002]

let lockFile: (path: string) => void = () => undefined

beforeEach(() => {
  lockFile = () => undefined
  top = mkdtempSync(join(tmpdir(), 'sy-files-'))
  folder = join(top, 'workspace')
  mkdirSync(join(folder, 'repo', 'src'), { recursive: true })
  mkdirSync(join(top, 'elsewhere'))
  writeFileSync(join(top, 'elsewhere', 'secret.txt'), 'secret')
  writeFileSync(at('repo', 'a.txt'), 'one\ntwo\nthree\n')
  writeFileSync(at('repo', '.git'), 'gitdir: /somewhere\n')
  writeFileSync(at('.switchyard-workspace'), 'ws\n')
  files = createFileAccess({
    folder,
    hidden: ['hidden'],
    log: silentLogger,
    isWorking: () => working,
    lockFile: (path) => lockFile(path),
  }) as FileAccess
})
afterEach(() => rmSync(top, { recursive: true, force: true }))

describe('an agent that is offered files', () => {
  it('reads text, whole or by lines', async () => {
    expect(await read(at('repo', 'a.txt'))).toBe('one\ntwo\nthree\n')
    expect(await read(at('repo', 'a.txt'), { line: 2, limit: 1 })).toBe('two\n')
    expect(await read(at('repo', 'a.txt'), { line: 3 })).toBe('three\n')
    expect(await read(at('repo', 'a.txt'), { line: 9, limit: 2 })).toBe('')
  })

  it('writes new files with their folders, and replaces old ones with their permissions', async () => {
    await write(at('repo', 'x', 'y', 'new.txt'))
    expect(readFileSync(at('repo', 'x', 'y', 'new.txt'), 'utf8')).toBe('new')
    writeFileSync(at('repo', 'run.sh'), 'old', { mode: 0o750 })
    await write(at('repo', 'run.sh'))
    expect(readFileSync(at('repo', 'run.sh'), 'utf8')).toBe('new')
    expect(statSync(at('repo', 'run.sh')).mode & 0o777).toBe(0o750)
    expect(readdirSync(at('repo')).filter((name) => name.includes('tmp'))).toEqual([])
  })

  it('refuses to write a file that another session holds, and still reads it', async () => {
    const asked: string[] = []
    lockFile = (path) => {
      asked.push(path)
      throw new Failure('file_locked', 'a.txt is being changed by session "Other"')
    }
    const refused = await write(at('repo', 'a.txt')).catch((error: unknown) => error)
    expect(refused).toMatchObject({
      message: expect.stringContaining('"Other"'),
      data: { code: 'file_locked' },
    })
    expect(await read(at('repo', 'a.txt'))).toBe('one\ntwo\nthree\n')
    expect(asked).toEqual([at('repo', 'a.txt')])
  })

  it('follows links that stay inside', async () => {
    symlinkSync('../a.txt', at('repo', 'src', 'link'))
    symlinkSync(at('repo', 'src'), at('repo', 'absolute'))
    expect(await read(at('repo', 'src', 'link'))).toMatch(/^one/)
    await write(at('repo', 'absolute', 'link'))
    expect(readFileSync(at('repo', 'a.txt'), 'utf8')).toBe('new')
    expect(await read(`${at('repo')}/src/../a.txt`)).toBe('new')
  })

  it('gets an error of its own for a file that is not there', async () => {
    expect(await refused(read(at('repo', 'nope.txt')))).toBe(notFound)
    expect(await refused(read(at('nowhere', 'nope.txt')))).toBe(notFound)
    expect(await refused(read(at('repo', 'src')))).toBe(invalid)
    expect(await refused(read(at('repo', 'a.txt', 'b')))).toBe(invalid)
  })

  it('is refused everything while no turn runs', async () => {
    working = false
    try {
      expect(await refused(read(at('repo', 'a.txt')))).toBe(-32_600)
      expect(await refused(write(at('repo', 'a.txt')))).toBe(-32_600)
    } finally {
      working = true
    }
  })

  it('is refused every path that leads outside', async () => {
    symlinkSync(join(top, 'elsewhere'), at('repo', 'out'))
    symlinkSync('../../elsewhere/secret.txt', at('repo', 'file'))
    symlinkSync('/proc/self/cwd', at('repo', 'cwd'))
    symlinkSync('loop', at('repo', 'loop'))
    for (const path of [
      join(top, 'elsewhere', 'secret.txt'),
      `${folder}/../elsewhere/secret.txt`,
      at('repo', 'out', 'secret.txt'),
      at('repo', 'file'),
      at('repo', 'cwd', 'package.json'),
      at('repo', 'loop'),
      `${folder}-other/x`,
      'repo/a.txt',
      '/etc/passwd',
      '/proc/self/environ',
      `${folder}/repo/a.txt\0.png`,
      folder,
      '',
    ]) {
      expect(await refused(read(path)), path).toBe(invalid)
      expect(await refused(write(path, 'overwritten')), path).toBe(invalid)
    }
    expect(readdirSync(join(top, 'elsewhere'))).toEqual(['secret.txt'])
    expect(readFileSync(join(top, 'elsewhere', 'secret.txt'), 'utf8')).toBe('secret')
  })

  it('is refused the link to the repository and the mark of the workspace', async () => {
    for (const path of [at('repo', '.git'), at('repo', '.GIT', 'hooks', 'x'), at('.switchyard-workspace')])
      expect(await refused(write(path)), path).toBe(invalid)
    expect(readFileSync(at('repo', '.git'), 'utf8')).toContain('/somewhere')
  })

  it('is refused the folder of a repository that agents do not get', async () => {
    mkdirSync(at('hidden'))
    writeFileSync(at('hidden', 'x.txt'), 'kept')
    for (const path of [at('hidden', 'x.txt'), at('repo', '..', 'hidden', 'x.txt')])
      expect(await refused(write(path)), path).toBe(invalid)
    expect(readFileSync(at('hidden', 'x.txt'), 'utf8')).toBe('kept')
  })

  it('leaves a file elsewhere alone that a hard link leads to', async () => {
    linkSync(join(top, 'elsewhere', 'secret.txt'), at('repo', 'hard'))
    await write(at('repo', 'hard'))
    expect(readFileSync(join(top, 'elsewhere', 'secret.txt'), 'utf8')).toBe('secret')
  })

  it('is refused what is no text, too long, or no plain file, without waiting for it', async () => {
    writeFileSync(at('repo', 'binary'), Buffer.from([0xff, 0xfe, 0x00]))
    writeFileSync(at('repo', 'long'), Buffer.alloc(11 * 1024 * 1024, 'a'))
    await once(spawn('sh', ['-c', 'mkfifo "$0"', at('repo', 'pipe')]), 'exit')
    for (const name of ['binary', 'long', 'pipe'])
      expect(await refused(read(at('repo', name))), name).toBe(invalid)
    expect(await refused(write(at('repo', 'pipe')))).toBe(invalid)
    expect(await refused(write(at('repo', 'new'), 'x'.repeat(11 * 1024 * 1024)))).toBe(invalid)
  })
})

/** Swaps `name` between a folder and a link out of the workspace, as fast as the system can, until killed. */
const swapper = `
  const fs = require('node:fs')
  const [name, target] = process.argv.slice(1)
  const [link, folder] = [name + '.link', name + '.folder']
  const prepare = () => {
    // A write may have made the folder anew while there was neither.
    fs.rmSync(name, { recursive: true, force: true })
    if (!fs.existsSync(link)) fs.symlinkSync(target, link)
    fs.mkdirSync(folder, { recursive: true })
    fs.writeFileSync(folder + '/secret.txt', 'inside')
  }
  prepare()
  process.stdout.write('ready')
  for (;;) {
    try {
      fs.renameSync(folder, name)
      fs.renameSync(name, folder)
      fs.renameSync(link, name)
      fs.renameSync(name, link)
    } catch {
      // Preparing races with writes too.
      try { prepare() } catch {}
    }
  }`

it('never reads or writes outside while a folder is swapped for a link', async () => {
  const child = spawn(process.execPath, ['-e', swapper, at('repo', 'swapped'), join(top, 'elsewhere')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  try {
    await once(child.stdout, 'data')
    const seen = new Map<string, number>()
    const count = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1)
    // As long as it takes to have met both faces often; each round is one chance to escape.
    for (let round = 0; round < 1_000 || !seen.has('inside') || !seen.has('refused'); round++) {
      count(await read(at('repo', 'swapped', 'secret.txt')).catch(() => 'refused'))
      await write(at('repo', 'swapped', 'secret.txt'), 'inside').then(
        () => count('written'),
        () => count('not written'),
      )
      expect(seen.has('secret')).toBe(false)
    }
    expect(readFileSync(join(top, 'elsewhere', 'secret.txt'), 'utf8')).toBe('secret')
    expect(readdirSync(join(top, 'elsewhere'))).toEqual(['secret.txt'])
  } finally {
    expect(child.exitCode).toBe(null)
    child.kill('SIGKILL')
    await exited
  }
})

describe('over the protocol', () => {
  let bench: Bench
  beforeEach(() => (bench = new Bench()))
  afterEach(() => bench.close())

  it('files are offered only where the profile says so, and not answered otherwise', async () => {
    const session = await bench.create()
    const path = join(bench.worktree, 'a.txt')
    const turn = await bench.run(session, [
      ['capabilities'],
      ['call', 'fs/read_text_file', { path }],
      ['call', 'fs/write_text_file', { path, content: 'x' }],
    ])
    expect(bench.said(turn)).toContain('"readTextFile":false,"writeTextFile":false')
    expect(bench.said(turn).match(/-32601/g)).toHaveLength(2)
    expect(existsSync(path)).toBe(false)
  })

  it('an agent reads and writes the workspace and nothing else', async () => {
    const session = await bench.create({}, newId('session'), { fileAccess: true })
    const path = join(bench.worktree, 'sub', 'a.txt')
    const turn = await bench.run(session, [
      ['capabilities'],
      ['call', 'fs/read_text_file', { path }],
      ['call', 'fs/write_text_file', { path, content: 'hello\n' }],
      ['call', 'fs/read_text_file', { path }],
      ['call', 'fs/read_text_file', { path: '/etc/hostname' }],
      ['call', 'terminal/create', { command: 'id' }],
    ])
    const said = bench.said(turn)
    expect(said).toContain('"readTextFile":true,"writeTextFile":true')
    expect(said).toContain(`"code":${notFound}`)
    expect(said).toContain('{"content":"hello\\n"}')
    expect(said).toContain(`"code":${invalid}`)
    expect(said).toContain('"code":-32601')
    expect(turn.status).toBe('succeeded')
  })
})
