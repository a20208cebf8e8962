import { describe, expect, it } from 'vitest'
import { limitDefaults, toFailure } from '../../../src/contracts/index.ts'
import { browserCommand } from '../../../src/main/browser-command.ts'
import { judge } from '../../../src/main/hosts/web/guard.ts'
import { OneTimeTokens } from '../../../src/main/hosts/web/one-time-tokens.ts'
import { backoffMs } from '../../../src/main/nodes/backoff.ts'
import { healthOf } from '../../../src/main/nodes/health.ts'
import { agentCommand } from '../../../src/main/nodes/transports/agent-command.ts'
import { daemonEnvironment } from '../../../src/main/nodes/transports/daemon-environment.ts'
import { freeName } from '../../../src/main/projects/free-name.ts'
import { findByReference } from '../../../src/main/projects/reference.ts'
import { parseServeOptions } from '../../../src/main/serve-options.ts'
import { branchSlug, workspaceName } from '../../../src/main/workspaces/branch-name.ts'

describe('branch slug', () => {
  it.each([
    ['Fix the login timeout, please', 'fix-login-timeout'],
    ['\n\n## Añadir soporte für Größe\nmore', 'anadir-soporte-fur-große'.replace('ß', '')],
    ["Don't crash on empty input", 'dont-crash-empty-input'],
    ['../../etc/passwd; rm -rf /', 'etc-passwd-rm-rf'],
    ['登录超时', 'work'],
    ['', 'work'],
    ['the', 'the'],
  ])('%j becomes %s', (prompt, slug) => {
    if (slug.includes('gro')) expect(branchSlug(prompt)).toMatch(/^anadir-soporte-fur-gro/)
    else expect(branchSlug(prompt)).toBe(slug)
  })
  it('is ASCII words of at most 48 characters', () => {
    for (const prompt of ['x'.repeat(500), 'word '.repeat(100), `${'é'.repeat(60)} b`]) {
      expect(branchSlug(prompt)).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
      expect(branchSlug(prompt).length).toBeLessThanOrEqual(48)
    }
  })
  it('names the workspace after the first line, else the branch', () => {
    expect(workspaceName('# Fix it\nmore', 'b')).toBe('Fix it')
    expect(workspaceName('  \n ', 'feature/x')).toBe('feature/x')
    expect(workspaceName('word '.repeat(50), 'b').length).toBeLessThanOrEqual(60)
  })
})

describe('backoff', () => {
  it('doubles from the first pause to the longest', () => {
    expect([0, 1, 2, 3, 20, 5000].map((attempt) => backoffMs(attempt, limitDefaults, 1))).toEqual([
      500, 1000, 2000, 4000, 30_000, 30_000,
    ])
  })
  it('jitters down to half', () => expect(backoffMs(0, limitDefaults, 0)).toBe(250))
})

describe('health', () => {
  it.each([
    ['healthy', 'running', 30_000],
    ['stale', 'running', 30_001],
    ['stale', 'running', 120_000],
    ['unhealthy', 'running', 120_001],
    ['unhealthy', 'error', 0],
  ] as const)('is %s with status %s and a sign of life %i ms ago', (health, status, age) =>
    expect(healthOf(status, 1_000_000, 0, 1_000_000 + age, limitDefaults)).toBe(health),
  )
  it.each([
    ['healthy', null, 30_000],
    ['unhealthy', null, 120_001],
    ['healthy', 1, 30_000],
    ['unhealthy', 1, 120_001],
  ] as const)('is %s when last heard of at %s and listened for %i ms', (health, lastSeenAt, listened) =>
    expect(healthOf('running', lastSeenAt, 1_000_000, 1_000_000 + listened, limitDefaults)).toBe(health),
  )
})

describe('references', () => {
  const all = [
    { id: 'a', name: 'One' },
    { id: 'b', name: 'two' },
    { id: 'c', name: 'TWO' },
  ]
  const find = (reference: string) => findByReference('workspace', 'workspace_not_found', all, reference)
  it('takes an id', () => expect(find('c').id).toBe('c'))
  it('takes a name without regard to case', () => expect(find(' one ').id).toBe('a'))
  it('lists the candidates of an ambiguous name', () => {
    expect(() => find('Two')).toThrow(
      expect.objectContaining({ code: 'invalid_input', message: expect.stringContaining('b, c') }),
    )
  })
  it('refuses what does not exist', () =>
    expect(() => find('three')).toThrow(expect.objectContaining({ code: 'workspace_not_found' })))
  it('numbers a taken name', () => {
    const taken = new Set(['x', 'x (2)'])
    expect(freeName('x', (name) => taken.has(name))).toBe('x (3)')
  })
})

describe('who may talk to the browser host', () => {
  const cookie = { name: 'switchyard_80', value: 'secret' }
  const ask = (headers: Record<string, string>) => judge({ headers } as never, 80, cookie).kind
  const own = { host: '127.0.0.1:80', origin: 'http://127.0.0.1:80', cookie: 'a=b; switchyard_80=secret' }
  it('knows a browser with the cookie', () => expect(ask(own)).toBe('known'))
  it.each([
    ['a wrong cookie', { ...own, cookie: 'switchyard_80=secre7' }],
    ['another cookie', { ...own, cookie: 'xswitchyard_80=secret' }],
    ['no cookie', { host: own.host }],
  ])('does not know one with %s', (_name, headers) => expect(ask(headers)).toBe('unknown'))
  it.each([
    ['a foreign Host', { ...own, host: 'evil.example:80' }],
    ['another port', { ...own, host: '127.0.0.1:81' }],
    ['a foreign Origin', { ...own, origin: 'http://evil.example' }],
    ['the Origin of another port', { ...own, origin: 'http://127.0.0.1:81' }],
    ['an opaque Origin', { ...own, origin: 'null' }],
    ['a WebSocket without Origin', { host: own.host, cookie: own.cookie, upgrade: 'websocket' }],
    ['no Host', { cookie: own.cookie }],
  ])('refuses %s', (_name, headers) => expect(ask(headers as Record<string, string>)).toBe('refused'))
  it('redeems a token once', () => {
    const tokens = new OneTimeTokens()
    const token = tokens.mint()
    expect([tokens.redeem('x'), tokens.redeem(token), tokens.redeem(token)]).toEqual([false, true, false])
  })
  it('keeps the newest 32 tokens', () => {
    const tokens = new OneTimeTokens()
    const minted = Array.from({ length: 33 }, () => tokens.mint())
    expect([tokens.redeem(minted[0] as string), tokens.redeem(minted[1] as string)]).toEqual([false, true])
  })
})

describe('starting other programs', () => {
  it('leaves shell, npm and Electron variables behind', () => {
    const env = daemonEnvironment(
      {
        HOME: '/h',
        LC_ALL: 'C',
        SWITCHYARD_LOG_LEVEL: 'debug',
        NODE_OPTIONS: '--inspect',
        npm_config_x: '1',
        ELECTRON_RUN_AS_NODE: '1',
        API_KEY: 'secret',
        PATH: '/repo/node_modules/.bin:/repo/node_modules/node/bin:/usr/bin:/h/bin',
      },
      '/home',
    )
    expect(env).toEqual({
      HOME: '/h',
      LC_ALL: 'C',
      SWITCHYARD_LOG_LEVEL: 'debug',
      PATH: '/usr/bin:/h/bin',
      SWITCHYARD_HOME: '/home',
    })
  })
  it('runs the agent bundle beside ours on this Node', () => {
    const facts = {
      execPath: '/n',
      electronVersion: undefined,
      resourcesPath: undefined,
      bundleFolder: '/out/main',
      platform: 'linux',
    } as const
    expect(agentCommand(facts)).toEqual({
      command: '/n',
      args: ['--max-semi-space-size=4', '/out/agent/main.js', 'serve'],
      env: {},
    })
  })
  it('runs Electron as Node where there is no other runtime', () => {
    const facts = {
      execPath: '/e',
      electronVersion: '45',
      resourcesPath: '/nowhere',
      bundleFolder: '/out/main',
      platform: 'linux',
    } as const
    expect(agentCommand(facts)).toMatchObject({ command: '/e', env: { ELECTRON_RUN_AS_NODE: '1' } })
  })
  it('opens an address with the system program', () =>
    expect(browserCommand('linux', 'http://x')).toEqual({ command: 'xdg-open', args: ['http://x'] }))
})

describe('serve arguments', () => {
  it('has defaults', () =>
    expect(parseServeOptions([])).toEqual({
      port: null,
      json: false,
      open: false,
      onDemand: false,
      restoreBackup: false,
      help: false,
    }))
  it.each([['--port', 'x'], ['--port', '70000'], ['--port=-1'], ['--nope'], ['stray']])(
    'refuses %s %s',
    (...argv) => {
      let code = ''
      try {
        parseServeOptions(argv.filter((arg) => arg !== undefined))
      } catch (error) {
        code = toFailure(error).code
      }
      expect(code).toBe('invalid_input')
    },
  )
})
