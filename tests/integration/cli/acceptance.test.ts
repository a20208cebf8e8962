import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type {
  AgentInfo,
  Approval,
  CommitResult,
  ControlPlaneStatus,
  Project,
  RepositoryDiff,
  SessionDetail,
  SessionView,
  TurnDetail,
  Workspace,
  WorkspaceDeleted,
} from '../../../src/contracts/index.ts'
import { run } from '../../../src/base/index.ts'
import { Installation, makeRepository, programs } from '../../hosts/switchyard/index.ts'

const runbook = `Say hello and write a file.

\`\`\`file:notes/hello.md
# Hello
\`\`\`

\`\`\`sh
echo ran-in-$(basename "$PWD") && git rev-parse --abbrev-ref HEAD
\`\`\`
`

let installation: Installation
let repository: string

beforeAll(async () => {
  installation = new Installation()
  repository = await makeRepository(join(installation.folder, 'repo'), { 'README.md': '# Demo\n' })
  writeFileSync(join(installation.folder, 'prompt.md'), runbook)
})
afterAll(() => installation.remove())

describe('the acceptance transcript', () => {
  let workspace: Workspace
  let session: SessionView

  it('lists agents, the built-in one always ready', async () => {
    const agents = await installation.json<AgentInfo[]>('agent', 'list')
    expect(agents[0]).toMatchObject({ id: 'runbook', available: true })
  })

  it('adds a repository as a project', async () => {
    const project = await installation.json<Project>('project', 'add', './repo', '--name', 'demo')
    expect(project).toMatchObject({ name: 'demo', repositories: [{ path: repository }] })
    expect(await installation.json<Project[]>('project', 'list')).toEqual([project])
  })

  it('creates a workspace on a branch of its own and leaves the checkout alone', async () => {
    workspace = await installation.json<Workspace>(
      'workspace',
      'create',
      '--project',
      'demo',
      '--branch',
      'try/one',
    )
    expect(workspace).toMatchObject({ status: 'running', branch: 'try/one' })
    expect(existsSync(join(workspace.repositories[0]!.worktree, 'README.md'))).toBe(true)
    const status = await run('git', ['-C', repository, 'status', '--porcelain', '--branch'])
    expect(status.stdout.toString()).toBe('## main\n')
  })

  it('starts a session that is idle', async () => {
    session = await installation.json<SessionView>(
      'session',
      'create',
      '--workspace',
      workspace.id,
      '--agent',
      'runbook',
    )
    expect(session).toMatchObject({ status: 'idle', agent: 'runbook' })
  })

  it('blocks a waiting prompt on its approval until another command answers it', async () => {
    const prompted = installation.cli([
      'session',
      'prompt',
      session.id,
      '--file',
      'prompt.md',
      '--wait',
      '--json',
    ])
    const approval = await pendingApproval()
    const shown = await installation.json<SessionDetail>('session', 'show', session.id)
    expect(shown.status).toBe('needs_attention')
    await installation.json('approval', 'answer', approval.id, '--option', 'allow_once')
    const { code, stdout, stderr } = await prompted
    expect({ code, stderr }).toMatchObject({ code: 0 })
    const turn = JSON.parse(stdout) as TurnDetail
    expect(turn.status).toBe('succeeded')
    expect(turn.approvals).toMatchObject([{ status: 'approved' }])
    expect(JSON.stringify(turn.toolCalls)).toContain('ran-in-repo')
    expect(JSON.stringify(turn.toolCalls)).toContain('try/one')
  })

  it('shows the transcript', async () => {
    const shown = await installation.json<SessionDetail>('session', 'show', session.id)
    expect(shown).toMatchObject({ status: 'idle', turns: [{ status: 'succeeded' }] })
    expect(shown.turns[0]!.messages[0]).toMatchObject({ role: 'user', content: runbook })
    expect(shown.turns[0]!.messages.some((message) => message.role === 'agent')).toBe(true)
  })

  it('takes a prompt as text and on standard input, and answers approvals as told', async () => {
    await installation.json(
      'session',
      'prompt',
      session.id,
      '--text',
      '```sh\necho one >> log\n```',
      '--wait',
      '--approve',
      'once',
    )
    const piped = await installation.cli(
      ['session', 'prompt', session.id, '--wait', '--approve', 'reject', '--json'],
      {
        input: '```sh\necho two >> log\n```\n',
      },
    )
    expect(JSON.parse(piped.stdout).approvals).toMatchObject([{ status: 'denied' }])
    expect(readFileSync(join(workspace.repositories[0]!.worktree, 'log'), 'utf8')).toBe('one\n')
  })

  it('watches without stopping anything', async () => {
    const watch = spawn(process.execPath, [programs.cli, 'session', 'watch', session.id], {
      env: installation.env,
    })
    let seen = ''
    for await (const chunk of watch.stdout.setEncoding('utf8')) {
      seen += chunk
      if (seen.includes('echo two')) break
    }
    watch.kill('SIGINT')
    expect(await once(watch, 'exit')).toEqual([0, null])
    expect(await installation.json('session', 'show', session.id)).toMatchObject({ status: 'idle' })
  })

  it('lists changes and commits them', async () => {
    const [diff] = await installation.json<RepositoryDiff[]>('diff', workspace.id)
    expect(diff).toMatchObject({
      repository: 'repo',
      files: [
        { path: 'log', status: 'A', added: 1 },
        { path: 'notes/hello.md', status: 'A', added: 1 },
      ],
    })
    const { commits } = await installation.json<CommitResult>('commit', workspace.id, '-m', 'Greet')
    expect(commits).toMatchObject([{ repository: 'repo', sha: expect.stringMatching(/^[0-9a-f]{40}$/) }])
    const again = await installation.cli(['commit', workspace.id, '-m', 'Again', '--json'])
    expect(again.code).toBe(1)
    expect(JSON.parse(again.stderr)).toMatchObject({ code: 'nothing_to_commit' })
  })

  it('deletes the workspace, saving what was not committed', async () => {
    writeFileSync(join(workspace.repositories[0]!.worktree, 'unsaved.txt'), 'precious\n')
    const deleted = await installation.json<WorkspaceDeleted>('workspace', 'delete', workspace.id, '--yes')
    expect(deleted.backups).toHaveLength(1)
    const saved = await run('git', ['-C', repository, 'show', `${deleted.backups[0]!.ref}:unsaved.txt`])
    expect(saved.stdout.toString()).toBe('precious\n')
    expect(existsSync(workspace.repositories[0]!.worktree)).toBe(false)
    expect(deleted.branchesKept).toEqual([{ repository: 'repo', branch: 'try/one' }])
  })

  it('serves in the foreground and says where on its first line', async () => {
    await installation.cli(['stop'])
    const serve = spawn(process.execPath, [programs.cli, 'serve', '--port', '0', '--json'], {
      env: installation.env,
    })
    const [line] = (await once(createInterface({ input: serve.stdout }), 'line')) as [string]
    const first = JSON.parse(line) as { url: string; pid: number }
    expect(first.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\//)
    const status = await installation.json<ControlPlaneStatus>('status')
    expect(status.controlPlane.pid).toBe(first.pid)
    expect(serve.exitCode).toBeNull()
    const ended = once(serve, 'exit')
    expect((await installation.cli(['stop', '--json'])).code).toBe(0)
    await ended
    expect(installation.pids('serve')).toEqual([])
    expect(installation.pids('agent')).toHaveLength(1)
  })

  it('stops the node agent when asked', async () => {
    const { code, stderr } = await installation.cli(['stop', '--agent'])
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('terminals') })
    expect(installation.pids('agent')).toEqual([])
  })

  async function pendingApproval(): Promise<Approval> {
    for (;;) {
      const [approval] = await installation.json<Approval[]>('approval', 'list')
      if (approval) return approval
    }
  }
})
