import { existsSync } from 'node:fs'
import Database from 'better-sqlite3'
import { expect, vi } from 'vitest'
import { run } from '../../src/base/index.ts'
import type {
  QueuedMessage,
  Session,
  Terminal,
  TranscriptItem,
  Turn,
  Workspace,
} from '../../src/contracts/index.ts'
import { processesOf, type Installation } from '../hosts/switchyard/index.ts'
import { markedProcesses } from './processes.ts'

/** One side's whole copy of what the node agent owns. */
export interface Picture {
  workspaces: Workspace[]
  sessions: Session[]
  turns: Turn[]
  items: TranscriptItem[]
  queued_messages: QueuedMessage[]
  terminals: Terminal[]
}
const tables = ['workspaces', 'sessions', 'turns', 'items', 'queued_messages', 'terminals'] as const

function readPicture(file: string): Picture {
  const database = new Database(file, { readonly: true })
  try {
    const rows = (table: string): unknown[] =>
      database
        .prepare(`SELECT entity FROM ${table} ORDER BY id`)
        .all()
        .map((row) => JSON.parse((row as { entity: string }).entity))
    return Object.fromEntries(tables.map((table) => [table, rows(table)])) as unknown as Picture
  } finally {
    database.close()
  }
}

const soundness = (file: string): unknown => {
  const database = new Database(file, { readonly: true })
  try {
    return [database.pragma('integrity_check', { simple: true }), database.pragma('foreign_key_check')]
  } finally {
    database.close()
  }
}

/**
 * What must be true of an installation whenever it is at rest, whatever was done to it: both databases sound, both
 * pictures equal, the transcript, the approvals and the turns consistent, processes only where a session lives,
 * repositories and worktrees sound. `what` names the run in the failures. Returns the picture.
 */
export async function checkInvariants(installation: Installation, what: string): Promise<Picture> {
  const { home } = installation
  const agent = () => readPicture(home.agent.database)
  await vi.waitFor(
    () =>
      expect(difference(agent(), readPicture(home.appDatabase)), `${what}: both pictures are equal`).toEqual(
        [],
      ),
    { timeout: 20_000, interval: 20 },
  )
  for (const file of [home.agent.database, home.appDatabase])
    expect(soundness(file), `${what}: ${file} is sound`).toEqual(['ok', []])
  const picture = agent()
  checkTranscripts(picture, what)
  checkQueues(picture, what)
  checkProcesses(installation, picture, what)
  await checkRepositories(picture, what)
  return picture
}

/** One text for equal values, whatever order their keys were written in. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )

/** Entities that only one side has, or that differ. */
function difference(left: Picture, right: Picture): string[] {
  return tables.flatMap((table) => {
    const texts = (picture: Picture): Set<string> => new Set(picture[table].map(canonical))
    const [ours, theirs] = [texts(left), texts(right)]
    return [
      ...[...ours].filter((text) => !theirs.has(text)).map((text) => `only the agent: ${table} ${text}`),
      ...[...theirs]
        .filter((text) => !ours.has(text))
        .map((text) => `only the control plane: ${table} ${text}`),
    ]
  })
}

function checkTranscripts({ sessions, turns, items }: Picture, what: string): void {
  for (const session of sessions) {
    const own = turns.filter((turn) => turn.sessionId === session.id)
    const ordinals = own.map(({ ordinal }) => ordinal).toSorted((a, b) => a - b)
    expect(ordinals, `${what}: turns of ${session.id} are numbered without a hole`).toEqual(
      ordinals.map((_, index) => index + 1),
    )
    const running = own.filter(({ status }) => status === 'running')
    expect(running.length, `${what}: one turn at a time in ${session.id}`).toBeLessThanOrEqual(1)
    const busy = session.status === 'running' || session.status === 'needs_attention'
    expect(running.length === 1, `${what}: ${session.id} is ${session.status}`).toBe(busy)
    const mine = items.filter((item) => item.sessionId === session.id)
    expect(new Set(mine.map(({ position }) => position)).size, `${what}: one item a place`).toBe(mine.length)
    for (const turn of own) checkTurn(turn, mine, what)
    const pending = mine.filter((item) => item.kind === 'approval' && item.status === 'pending')
    expect(
      pending.length > 0,
      `${what}: ${session.id} is ${session.status} with ${pending.length} approvals`,
    ).toBe(session.status === 'needs_attention')
  }
}

/** What was sent is a turn, what waits or was given up is none; nothing waits where nothing runs. */
function checkQueues({ queued_messages: messages, turns, sessions }: Picture, what: string): void {
  for (const { id, status, turnId, sessionId } of messages) {
    const played = turns.some((turn) => turn.id === turnId)
    expect(played, `${what}: ${id} is ${status}`).toBe(status === 'sent')
    const session = sessions.find((one) => one.id === sessionId)
    if (status === 'queued')
      expect(session?.status, `${what}: ${id} waits for a turn`).toBeOneOf(['running', 'needs_attention'])
  }
}

function checkTurn(turn: Turn, items: readonly TranscriptItem[], what: string): void {
  const own = items.filter((item) => item.turnId === turn.id)
  const users = own.filter((item) => item.kind === 'message' && item.role === 'user')
  expect(users.length, `${what}: one prompt in ${turn.id}`).toBe(1)
  if (turn.status === 'running' || turn.status === 'queued') return
  for (const item of own) {
    if (item.kind === 'message')
      expect(item.complete, `${what}: ${item.id} of an ended turn is complete`).toBe(true)
    if (item.kind === 'approval')
      expect(item.status, `${what}: ${item.id} of an ended turn waits for nobody`).not.toBe('pending')
  }
}

/** A process with a session's mark belongs to a session of this home that has not ended. */
function checkProcesses({ home }: Installation, { sessions }: Picture, what: string): void {
  const own = new Map(sessions.map((session) => [session.id as string, session]))
  const daemon = processesOf(home.root).some(({ program }) => program === 'agent')
  const wrong = markedProcesses().filter(({ session }) => {
    const known = own.get(session)
    return known && (!daemon || known.status === 'stopped')
  })
  expect(wrong, `${what}: no process without its session`).toEqual([])
}

async function checkRepositories({ workspaces }: Picture, what: string): Promise<void> {
  const sources = new Set(workspaces.flatMap(({ repositories }) => repositories.map(({ source }) => source)))
  for (const source of sources) {
    const git = async (...args: string[]) => (await run('git', ['-C', source, ...args])).stdout.toString()
    await git('fsck', '--strict', '--no-dangling').catch((error: unknown) => {
      throw new Error(`${what}: git fsck of ${source}: ${String(error)}`)
    })
    const registered = [...(await git('worktree', 'list', '--porcelain')).matchAll(/^worktree (.+)$/gm)]
      .map((match) => match[1])
      .filter((path) => path !== source)
    const live = workspaces.filter(({ status }) => status === 'running' || status === 'stopped')
    const wanted = live.flatMap(({ repositories }) => repositories).filter((one) => one.source === source)
    expect(new Set(registered), `${what}: worktrees are those of the records`).toEqual(
      new Set(wanted.map(({ worktree }) => worktree)),
    )
    for (const { worktree, branch } of wanted) {
      expect(existsSync(worktree), `${what}: ${worktree} is there`).toBe(true)
      const head = await run('git', ['-C', worktree, 'rev-parse', '--abbrev-ref', 'HEAD'])
      expect(head.stdout.toString().trim(), `${what}: ${worktree} is on its branch`).toBe(branch)
    }
    const branches = (await git('for-each-ref', '--format=%(refname:short)', 'refs/heads'))
      .split('\n')
      .filter(Boolean)
    const kept = workspaces.filter(({ status }) => status !== 'error').map(({ branch }) => branch)
    expect(
      branches.filter((branch) => branch !== 'main' && !kept.includes(branch)),
      `${what}: no branch of a workspace that was not made`,
    ).toEqual([])
  }
}

/** After everything was told to end nothing of the home runs any more, detached grandchildren included. */
export function checkNothingRuns(installation: Installation, { sessions }: Picture, what: string): void {
  const own = new Set<string>(sessions.map(({ id }) => id))
  expect(processesOf(installation.home.root), `${what}: nothing of the home runs`).toEqual([])
  expect(
    markedProcesses().filter(({ session }) => own.has(session)),
    `${what}: nothing of its agents runs`,
  ).toEqual([])
}
