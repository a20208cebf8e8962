import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId, openScopes } from '../../../src/base/index.ts'
import { plantedSecret, TerminalBench } from './terminal-bench.ts'

let bench: TerminalBench
beforeEach(() => {
  bench = new TerminalBench()
})
afterEach(async () => {
  await bench.close()
  expect(openScopes()).toEqual([])
})

const facts = async (session: Parameters<TerminalBench['shows']>[0]): Promise<Record<string, unknown>> =>
  JSON.parse((await bench.shows(session, /facts=(\{.*\})/))[1] as string) as Record<string, unknown>

describe('starting', () => {
  it('runs the program in a terminal of its own, in the workspace, with the environment of an agent', async () => {
    const session = await bench.create()
    expect(session).toMatchObject({ status: 'running', agentName: 'Program', lastTurn: null, error: null })
    expect(await facts(session)).toEqual({
      args: [],
      cwd: bench.bench.worktree,
      term: 'xterm-256color',
      says: 'hello',
      daemon: null,
    })
    expect(bench.bench.store.terminals.running()).toMatchObject([
      { id: session.terminalId, sessionId: session.id, title: 'Program' },
    ])
    const entries = bench.bench.store.journal.after(0, 100).map(({ record }) => record.entry.type)
    expect(entries).toContain('terminal')
    expect(bench.host.counts()).toEqual({ sessions: 1, runningTurns: 0 })
    // Terminals of sessions are not the user's.
    expect(bench.terminals.counts()).toEqual({ terminals: 0 })
  })

  it('puts the first prompt into the arguments that take it, and titles the session with it', async () => {
    const session = await bench.create({ promptArgs: ['--ask', '<{prompt}>'] }, "it's $(me) and\n$'you'")
    expect((await facts(session))['args']).toEqual(['--ask', "<it's $(me) and\n$'you'>"])
    expect(bench.now(session).title).toBe("it's $(me) and")
  })

  it('leaves those arguments out without a prompt', async () => {
    const session = await bench.create({ promptArgs: ['--ask', '{prompt}'] })
    expect((await facts(session))['args']).toEqual([])
  })

  it('types the first prompt once the program waits, when no argument takes it', async () => {
    const session = await bench.create({}, 'say hello there')
    await bench.shows(session, /^hello there$/m)
  })

  it('returns the first session for the same id, and refuses more than the limit', async () => {
    const id = newId('session')
    const [one, two] = await Promise.all([bench.create({}, null, id), bench.create({}, null, id)])
    expect(two).toMatchObject({ id, terminalId: one.terminalId, revision: one.revision })
    expect(bench.bench.store.terminals.running()).toHaveLength(1)
    for (let more = 0; more < 7; more++) await bench.create()
    await expect(bench.create()).rejects.toMatchObject({ code: 'session_limit' })
  })

  it('keeps a session whose program is not there in error, to be started again', async () => {
    bench.missing = true
    const session = await bench.create()
    expect(session).toMatchObject({ status: 'error', error: { code: 'agent_unavailable' } })
    bench.missing = false
    expect(await bench.host.restart(bench.bench.ref(session))).toMatchObject({
      status: 'running',
      error: null,
      terminalId: session.terminalId,
    })
  })
})

describe('what it does', () => {
  it('is running while the program prints and idle when it is quiet', async () => {
    const session = await bench.create()
    await bench.until(session, 'idle')
    await bench.type(session, 'spin')
    await bench.until(session, 'running')
    // Longer than the pause that makes it idle.
    await new Promise((resolve) => setTimeout(resolve, 600))
    expect(bench.now(session).status).toBe('running')
  })

  it('needs attention when it rings, until the user types', async () => {
    const session = await bench.create()
    await bench.type(session, 'bell')
    expect(await bench.attention(session)).toMatchObject({ text: '' })
    expect(bench.now(session).status).toBe('needs_attention')
    await bench.type(session, 'say on')
    expect(bench.now(session)).toMatchObject({ attention: null })
    expect(bench.now(session).status).not.toBe('needs_attention')
  })

  it.each([
    ['OSC 9', '\u001b]9;Which file?\u0007', 'Which file?'],
    ['OSC 777', '\u001b]777;notify;Agent;Which file?\u001b\\', 'Agent: Which file?'],
    ['OSC 99', '\u001b]99;i=1:d=1;Which file?\u001b\\', 'Which file?'],
  ])('needs attention when it sends %s, until it was seen', async (_name, sequence, text) => {
    const session = await bench.create()
    await bench.type(session, `raw ${JSON.stringify(sequence)}`)
    expect((await bench.attention(session)).text).toBe(text)
    expect(bench.host.markSeen(bench.bench.ref(session))).toMatchObject({ attention: null })
    expect((await bench.until(session, 'idle')).attention).toBeNull()
  })

  it('takes a bell that ends a title, and progress, for nothing to attend to', async () => {
    const session = await bench.create()
    await bench.type(session, `raw ${JSON.stringify('\u001b]0;title\u0007\u001b]9;4;1;50\u0007quiet\n')}`)
    await bench.shows(session, /^quiet$/m)
    await bench.until(session, 'idle')
    expect(bench.bench.store.journal.after(0, 500).map(({ record }) => record.entry)).not.toContainEqual(
      expect.objectContaining({ entity: expect.objectContaining({ status: 'needs_attention' }) }),
    )
  })

  it('answers what the program asks its terminal while nobody looks', async () => {
    const session = await bench.create()
    await bench.type(session, `raw ${JSON.stringify('\u001b[6nasked\n')}`)
    await bench.shows(session, /^asked$/m)
    await bench.type(session, 'say after')
    await bench.shows(session, /read="\\u001b\[\d+;\d+Rsay after"/)
  })
})

describe('a prompt', () => {
  it('is typed with Enter, each line by itself', async () => {
    const session = await bench.create()
    expect(await bench.type(session, 'one\ntwo\u001b[201~')).toEqual({
      kind: 'typed',
      terminalId: session.terminalId,
      pasted: false,
    })
    await bench.shows(session, /read="one";[^]*read="two\[201~";/)
    expect(bench.now(session).title).toBe('one')
  })

  it('is one paste where the program wants pastes marked', async () => {
    const session = await bench.create()
    await bench.type(session, `raw ${JSON.stringify('\u001b[?2004hready\n')}`)
    await bench.shows(session, /^ready$/m)
    expect(await bench.type(session, 'one\ntwo')).toMatchObject({ kind: 'typed', pasted: true })
    await bench.shows(session, /read="\\u001b\[200~one";[^]*read="two\\u001b\[201~";/)
  })

  it('is typed once when it is sent twice, and two at once are not mixed', async () => {
    const session = await bench.create()
    const turnId = newId('turn')
    await Promise.all([
      bench.type(session, 'first', turnId),
      bench.type(session, 'first', turnId),
      bench.type(session, 'second'),
    ])
    await bench.type(session, 'first', turnId)
    await bench.type(session, 'last')
    await bench.shows(session, /read="last";/)
    const { text } = await bench.host.output({ ...bench.bench.ref(session), lines: 100 })
    expect(text.match(/read="\w+";/g)).toEqual(['read="first";', 'read="second";', 'read="last";'])
  })

  it('is refused with what cannot be typed', async () => {
    const session = await bench.create()
    const prompt = {
      ...bench.bench.ref(session),
      turnId: newId('turn'),
      content: { text: 'x', attachments: [] },
      approve: 'ask' as const,
      whenBusy: 'queue' as const,
    }
    await expect(bench.host.prompt({ ...prompt, approve: 'always' })).rejects.toMatchObject({
      code: 'invalid_input',
    })
    await expect(bench.host.prompt({ ...prompt, whenBusy: 'interrupt' })).rejects.toMatchObject({
      code: 'invalid_input',
    })
  })
})

describe('what it has not', () => {
  it('refuses turns, queues and the like', async () => {
    const session = await bench.create()
    const ref = bench.bench.ref(session)
    const turn = { ...ref, turnId: newId('turn') }
    const content = { text: 'x', attachments: [] }
    const calls: (() => unknown)[] = [
      () => bench.host.cancel(ref),
      () => bench.host.setConfig({ ...ref, optionId: 'a', value: 'b' }),
      () => bench.host.queue.add({ ...turn, content, approve: 'ask', before: null }),
      () => bench.host.queue.resume(ref),
      () =>
        bench.host.turns.retry({
          ...turn,
          newTurnId: newId('turn'),
          content,
          approve: 'ask',
          restore: false,
        }),
      () => bench.host.turns.undo(turn),
      () => bench.host.agents.authenticate({ ...ref, methodId: 'x' }),
    ]
    for (const call of calls)
      await expect((async () => call())(), String(call)).rejects.toMatchObject({
        code: 'session_in_terminal',
      })
    await expect(bench.terminals.close(session.terminalId!)).rejects.toMatchObject({ code: 'invalid_input' })
    expect(await bench.host.rename({ ...ref, title: 'Mine' })).toMatchObject({ title: 'Mine' })
    expect(bench.now(session).status).not.toBe('error')
  })
})

it('writes no secret of the profile anywhere', async () => {
  const session = await bench.create()
  await bench.type(session, 'env SCRIPTED_API_KEY')
  await bench.shows(session, /SCRIPTED_API_KEY=\[redacted\]/)
  await bench.type(session, `raw ${JSON.stringify(`\u001b]9;key ${plantedSecret}\u0007`)}`)
  expect((await bench.attention(session)).text).toBe('key [redacted]')
  await bench.type(session, 'exit 1').catch(() => undefined)
  const { error } = await bench.until(session, 'error')
  expect(JSON.stringify(error)).toContain('[redacted]')
  const screens = join(bench.bench.folder, 'screens')
  for (const file of readdirSync(screens))
    expect(readFileSync(join(screens, file), 'utf8')).not.toContain(plantedSecret)
  expect(JSON.stringify(bench.bench.store.journal.after(0, 500))).not.toContain(plantedSecret)
})
