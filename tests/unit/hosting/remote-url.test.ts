import { describe, expect, it } from 'vitest'
import { Failure, type HostingAccount } from '../../../src/contracts/index.ts'
import { isPageOf, locate } from '../../../src/main/hosting/accounts.ts'
import { parsePullReference } from '../../../src/main/hosting/pull-reference.ts'
import { parseRemoteUrl } from '../../../src/main/hosting/remote-url.ts'

describe('the address of a remote', () => {
  it.each([
    ['https://github.com/ada/engine.git', 'github.com', null, 'ada/engine'],
    ['https://github.com/ada/engine/', 'github.com', null, 'ada/engine'],
    ['https://GitHub.com/Ada/Engine', 'github.com', null, 'Ada/Engine'],
    ['https://ada:secret@github.com/ada/engine', 'github.com', null, 'ada/engine'],
    ['https://git.example.com:8443/ada/engine.git', 'git.example.com', 'git.example.com:8443', 'ada/engine'],
    ['http://localhost:3000/ada/engine.git', 'localhost', 'localhost:3000', 'ada/engine'],
    ['ssh://git@github.com/ada/engine.git', 'github.com', null, 'ada/engine'],
    ['ssh://git@ssh.github.com:443/ada/engine.git', 'github.com', 'ssh.github.com:443', 'ada/engine'],
    ['ssh://git@git.example.com:2222/ada/engine', 'git.example.com', 'git.example.com:2222', 'ada/engine'],
    ['git+ssh://git@github.com/ada/engine.git', 'github.com', null, 'ada/engine'],
    ['git://git.example.com/ada/engine.git', 'git.example.com', null, 'ada/engine'],
    ['git@github.com:ada/engine.git', 'github.com', null, 'ada/engine'],
    ['github.com:ada/engine', 'github.com', null, 'ada/engine'],
    ['git@gitlab.com:group/sub/team/engine.git', 'gitlab.com', null, 'group/sub/team/engine'],
    ['git@work-alias:ada/engine.git', 'work-alias', null, 'ada/engine'],
    ['git@[::1]:ada/engine.git', '[::1]', null, 'ada/engine'],
    ['git@github.com:/ada/engine.git', 'github.com', null, 'ada/engine'],
    ['https://git.example.com/ada/my%20engine.git', 'git.example.com', null, 'ada/my engine'],
    ['https://github.com/ada/dots.git.git', 'github.com', null, 'ada/dots.git'],
  ])('%s is %s, %s, %s', (url, host, hostWithPort, path) => {
    expect(parseRemoteUrl(url)).toEqual({ host, hostWithPort, path })
  })

  it.each([
    '/srv/git/engine.git',
    './engine',
    '../engine.git',
    'C:/work/engine',
    'C:\\work\\engine',
    'file:///srv/git/ada/engine.git',
    'https://github.com/engine',
    'https://github.com/',
    'https://github.com/ada/../../etc',
    'git@github.com:engine.git',
    'ftp://github.com/ada/engine',
    '',
  ])('%j names no repository on a host', (url) => {
    expect(parseRemoteUrl(url)).toBeNull()
  })
})

const account = (fields: Partial<HostingAccount>): HostingAccount => ({
  host: 'git.example.com',
  kind: 'github',
  apiUrl: null,
  token: '',
  ...fields,
})
const codeOf = (work: () => unknown): string | undefined => {
  try {
    work()
  } catch (error) {
    return error instanceof Failure ? error.code : undefined
  }
  return undefined
}

describe('the forge of a repository', () => {
  it('is known for well-known hosts and told by the settings for others', () => {
    expect(locate([], 'git@github.com:ada/engine.git', 'origin').account.kind).toBe('github')
    expect(locate([], 'https://codeberg.org/ada/engine', 'origin').account.kind).toBe('gitea')
    const own = [account({ kind: 'gitlab' })]
    expect(locate(own, 'git@git.example.com:a/b/c.git', 'origin')).toEqual({ account: own[0], slug: 'a/b/c' })
  })

  it('is that of the port where an account names one', () => {
    const own = [account({ kind: 'gitlab' }), account({ host: 'git.example.com:8443', kind: 'gitea' })]
    expect(locate(own, 'https://git.example.com:8443/a/b', 'origin').account.kind).toBe('gitea')
    expect(locate(own, 'https://git.example.com:9443/a/b', 'origin').account.kind).toBe('gitlab')
  })

  it('leaves the folder that a site lives below out of the name', () => {
    const gitlab = [account({ kind: 'gitlab', apiUrl: 'https://git.example.com/code/api/v4' })]
    expect(locate(gitlab, 'https://git.example.com/code/group/app.git', 'origin').slug).toBe('group/app')
    const gitea = [account({ kind: 'gitea', apiUrl: 'https://git.example.com/code/api/v1' })]
    expect(locate(gitea, 'https://git.example.com/code/ada/app.git', 'origin').slug).toBe('ada/app')
  })

  it('says what is missing', () => {
    expect(codeOf(() => locate([], '/srv/git/app.git', 'origin'))).toBe('remote_not_configured')
    expect(codeOf(() => locate([], 'git@git.example.com:a/b', 'origin'))).toBe('hosting_not_configured')
  })
})

describe('a pull request as a person names it', () => {
  it.each([
    ['12', 12, null],
    ['#12', 12, null],
    ['!12', 12, null],
    ['https://github.com/ada/engine/pull/12', 12, 'ada/engine'],
    ['https://github.com/ada/engine/pull/12/files?w=1#diff', 12, 'ada/engine'],
    ['https://gitlab.com/g/s/engine/-/merge_requests/7', 7, 'g/s/engine'],
    ['https://codeberg.org/ada/engine/pulls/3', 3, 'ada/engine'],
  ])('%s', (text, number, path) => {
    const found = parsePullReference(text)
    expect([found.number, found.place?.path ?? null]).toEqual([number, path])
  })

  it.each(['', '0', 'abc', '12a', 'https://github.com/ada/engine', 'https://github.com/ada/engine/issues/4'])(
    '%j is refused',
    (text) => expect(codeOf(() => parsePullReference(text))).toBe('invalid_input'),
  )

  it('belongs to a repository by the host of its pages too', () => {
    const located = locate(
      [account({ host: 'work', apiUrl: 'https://api.github.com' })],
      'git@work:ada/engine',
      'o',
    )
    const page = (url: string): boolean => isPageOf(located, parsePullReference(url).place ?? never())
    expect(page('https://github.com/Ada/Engine/pull/1')).toBe(true)
    expect(page('https://github.com/ada/other/pull/1')).toBe(false)
    expect(page('https://gitlab.com/ada/engine/pull/1')).toBe(false)
  })
})

const never = (): never => {
  throw new Error('no place')
}
