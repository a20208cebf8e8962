import { expect, test } from 'vitest'
import { countMarkers, parseUnmerged } from '../../../src/agent/remotes/conflicts.ts'
import { cleanOutput, explainFailure, withoutSecrets } from '../../../src/agent/remotes/explain.ts'
import { readProgress } from '../../../src/agent/remotes/progress.ts'
import { isProtected } from '../../../src/agent/remotes/protected-branch.ts'
import { parseRemoteSettings, quietSsh } from '../../../src/agent/remotes/remote-settings.ts'
import { parseStatus } from '../../../src/agent/remotes/repository-git.ts'

const sha = 'a'.repeat(40)

test.each([
  [
    'Writing objects:  42% (3/7)\rWriting objects: 57% (4/7), 1 MiB',
    { phase: 'Writing objects', percent: 57 },
  ],
  ['remote: Counting objects: 12, done.', { phase: 'Counting objects', percent: null }],
  ['Rebasing (2/4)\r', { phase: 'Rebasing', percent: 25 }],
  ['To ../origin.git\n', null],
])('progress is read from what git writes over and over', (text, expected) => {
  expect(readProgress(text)).toEqual(expected)
})

test('a status with everything in it is counted', () => {
  const entries = [
    `# branch.oid ${sha}`,
    '# branch.head try/one',
    `1 .M N... 100644 100644 100644 ${sha} ${sha} a b.txt`,
    `2 R. N... 100644 100644 100644 ${sha} ${sha} R100 new.txt`,
    '? old.txt',
    `u UU N... 100644 100644 100644 100644 ${sha} ${sha} ${sha} both.txt`,
    '? untracked',
  ]
  expect(parseStatus(`${entries.join('\0')}\0`)).toEqual({
    head: sha,
    onBranch: 'try/one',
    uncommitted: 3,
    // The old name of a renamed file is no untracked one.
    untracked: 1,
    unmerged: 1,
  })
  expect(parseStatus('# branch.oid (initial)\0# branch.head (detached)\0')).toMatchObject({
    head: null,
    onBranch: null,
  })
})

const settings = (...entries: [string, string][]) =>
  parseRemoteSettings(entries.map(([key, value]) => `${key}\n${value}\0`).join(''))

test.each([
  ['none', [], null],
  ['the only one', [['remote.fork.url', 'x']], 'fork'],
  [
    'origin of several',
    [
      ['remote.fork.url', 'x'],
      ['remote.origin.url', 'y'],
    ],
    'origin',
  ],
  [
    'none of several without a name',
    [
      ['remote.a.url', 'x'],
      ['remote.b.url', 'y'],
    ],
    null,
  ],
  [
    'the one for pushes',
    [
      ['remote.a.url', 'x'],
      ['remote.origin.url', 'y'],
      ['remote.pushdefault', 'a'],
    ],
    'a',
  ],
  [
    "the branch's",
    [
      ['remote.a.url', 'x'],
      ['remote.origin.url', 'y'],
      ['branch.try.remote', 'a'],
    ],
    'a',
  ],
  [
    'an address is no remote',
    [
      ['remote.origin.url', 'y'],
      ['branch.try.remote', 'https://x'],
    ],
    'origin',
  ],
] satisfies [string, [string, string][], string | null][])(
  'a push goes to %s',
  (_what, entries, expected) => {
    expect(settings(...entries).remoteOf('try')).toBe(expected)
  },
)

test('ssh never asks; other programs are called as they are', () => {
  expect(quietSsh(null)).toBe('ssh -o BatchMode=yes -o ConnectTimeout=20')
  expect(quietSsh('/usr/bin/ssh -i key')).toMatch(/^\/usr\/bin\/ssh -i key -o BatchMode=yes/)
  expect(quietSsh('plink -batch')).toBe('plink -batch')
})

test.each([
  [['main', 'release/*'], 'main', true],
  [['main', 'release/*'], 'release/1.2', true],
  [['main', 'release/*'], 'maintenance', false],
  [['v1.x'], 'v1yx', false],
])('of %j the branch %s is protected: %s', (patterns, branch, expected) => {
  expect(isProtected(patterns, branch)).toBe(expected)
})

const explain = (output: string, ended: 'silent' | 'cancelled' | null = null) => {
  const to = { repository: 'shop', remote: 'origin', url: 'https://ann:secret@git.example.invalid/shop.git' }
  const { code, message, details } = explainFailure('Push', { exitCode: 1, output, ended }, to)
  return { code, message, reason: details?.['reason'] }
}

test.each([
  [
    'Host key verification failed.\nfatal: Could not read from remote repository.',
    'host_key_unknown',
    'host_key_unknown',
  ],
  [
    '@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.',
    'host_key_changed',
    'host_key_changed',
  ],
  [
    'git@x: Permission denied (publickey).\nfatal: Could not read from remote repository.',
    'remote_auth_failed',
    'ssh_key',
  ],
  [
    "fatal: could not read Username for 'https://x': terminal prompts disabled",
    'remote_auth_failed',
    'credentials',
  ],
  [
    "fatal: unable to access 'https://x/': The requested URL returned error: 403",
    'remote_auth_failed',
    'forbidden',
  ],
  ['! refs/heads/a:refs/heads/a [rejected] (fetch first)', 'push_rejected', 'non_fast_forward'],
  ['! refs/heads/a:refs/heads/a [rejected] (stale info)', 'push_rejected', 'lease_broken'],
  [
    'remote: error: GH006: Protected branch update failed\n! a:a [remote rejected] (protected branch hook declined)',
    'push_rejected',
    'protected',
  ],
  ['remote: no\n! a:a [remote rejected] (pre-receive hook declined)', 'push_rejected', 'hook_declined'],
  ["error: failed to push some refs to 'x'", 'push_rejected', 'pre_push_hook'],
  ["fatal: unable to access 'https://x/': Could not resolve host: x", 'remote_unreachable', 'network'],
  [
    'ssh: connect to host x port 22: Connection timed out\nfatal: Could not read from remote repository.',
    'remote_unreachable',
    'network',
  ],
  ['remote: Repository not found.\nfatal: repository not found', 'remote_not_found', 'not_found'],
  ['something else', 'git_act_failed', undefined],
])('%j is explained as %s', (output, code, reason) => {
  const found = explain(output)
  expect(found).toMatchObject({ code, reason })
  expect(found.message).not.toContain('secret')
})

test('what was ended from here is told as such, whatever git said', () => {
  expect(explain('fatal: the remote end hung up unexpectedly', 'cancelled').code).toBe('git_act_cancelled')
  expect(explain('', 'silent').code).toBe('remote_unreachable')
})

test('names and passwords in addresses are not shown', () => {
  expect(withoutSecrets('To https://ann:pw@host/x.git and git@host:x')).toBe(
    'To https://host/x.git and git@host:x',
  )
  expect(cleanOutput('Counting objects: 100% (1/1), done.\nTo https://t@h/x')).toBe('To https://h/x')
})

test('unmerged entries are gathered by path', () => {
  const listing = [`100644 ${sha} 1\ta b`, `100644 ${sha} 2\ta b`, `100644 ${sha} 3\tc`]
    .map((one) => `${one}\0`)
    .join('')
  expect([...parseUnmerged(listing)].map(([path, stages]) => [path, [...stages]])).toEqual([
    ['a b', [1, 2]],
    ['c', [3]],
  ])
})

test('markers count only at the start of a line', () => {
  expect(countMarkers('<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n  <<<<<<< quoted\n<<<<<<<<\n')).toBe(1)
})
