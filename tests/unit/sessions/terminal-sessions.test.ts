import { describe, expect, it } from 'vitest'
import { promptArguments } from '../../../src/agent/sessions/terminal-program.ts'
import { TerminalActivity } from '../../../src/agent/sessions/terminal-activity.ts'
import {
  moveTerminalSession,
  terminalSessionMoves,
  type TerminalSessionCommand,
} from '../../../src/agent/sessions/terminal-session-state.ts'
import { newId } from '../../../src/base/index.ts'
import { builtInProfiles, SessionStatus, type AgentProfile } from '../../../src/contracts/index.ts'
import { session } from '../../hosts/agent/entities.ts'
import { ManualClock } from '../agent/manual-clock.ts'

const terminalId = newId('terminal')
const error = { code: 'agent_failed' as const, message: 'it exited with code 1' }
const commands: Record<string, [TerminalSessionCommand, SessionStatus]> = {
  start: [{ type: 'start' }, 'starting'],
  work: [{ type: 'live', working: true, attention: null, terminalId }, 'running'],
  rest: [{ type: 'live', working: false, attention: null, terminalId }, 'idle'],
  ring: [{ type: 'live', working: true, attention: { text: '', at: 1 }, terminalId }, 'needs_attention'],
  end: [{ type: 'end', error: null }, 'stopped'],
  fail: [{ type: 'end', error }, 'error'],
}

describe('a session in a terminal', () => {
  it.each(Object.entries(commands))(
    '%s: moves where its table allows, and nowhere else',
    (_name, [command, to]) => {
      for (const from of SessionStatus.options) {
        const before = session({ workspaceId: newId('workspace'), status: from, terminalId })
        const move = () => moveTerminalSession(before, command, 9)
        if (from === to && command.type !== 'live') expect(move()).toBeNull()
        else if (from !== to && !terminalSessionMoves[from].includes(to))
          expect(move).toThrow(/cannot become/)
        else if (from !== to) expect(move()).toMatchObject({ status: to, revision: before.revision + 1 })
      }
    },
  )

  it('can be started again after every ending, with nothing of the last one', () => {
    for (const status of ['stopped', 'error'] as const) {
      const ended = session({ workspaceId: newId('workspace'), status, error, terminalId })
      expect(moveTerminalSession(ended, { type: 'start' }, 9)).toMatchObject({
        status: 'starting',
        error: null,
        attention: null,
        terminalId,
      })
    }
  })

  it('keeps the reason of a failure when it is stopped', () => {
    const failed = session({ workspaceId: newId('workspace'), status: 'error', error, terminalId })
    expect(moveTerminalSession(failed, { type: 'end', error: null }, 9)).toMatchObject({
      status: 'stopped',
      error,
    })
  })

  it('changes nothing when it rings on, and does when it says something else', () => {
    const rings = session({
      workspaceId: newId('workspace'),
      status: 'needs_attention',
      attention: { text: 'a', at: 1 },
      terminalId,
    })
    const live = (at: number): TerminalSessionCommand => ({
      type: 'live',
      working: false,
      attention: { text: 'b', at },
      terminalId,
    })
    expect(moveTerminalSession(rings, live(1), 9)).toBeNull()
    expect(moveTerminalSession(rings, live(2), 9)).toMatchObject({ attention: { text: 'b' } })
  })
})

describe('activity', () => {
  const started = () => {
    const clock = new ManualClock()
    const told: boolean[] = []
    const activity = new TerminalActivity(
      clock,
      () => 3_000,
      (working) => told.push(working),
    )
    return { clock, told, activity }
  }

  it('works at first, and rests after a pause', () => {
    const { clock, told, activity } = started()
    clock.tick(2_999)
    expect(told).toEqual([])
    clock.tick(1)
    expect(told).toEqual([false])
    activity.printed()
    expect(told).toEqual([false, true])
    clock.tick(2_000)
    activity.printed()
    clock.tick(2_000)
    expect(activity.working).toBe(true)
    clock.tick(1_000)
    expect(told).toEqual([false, true, false])
  })

  it('takes an echo for no work, and what goes on for work', () => {
    const { clock, told, activity } = started()
    clock.tick(3_000)
    activity.touched()
    activity.printed()
    expect(told).toEqual([false])
    clock.tick(500)
    activity.printed()
    expect(told).toEqual([false, true])
  })

  it('rests in time also when the clock was set back', () => {
    const { clock, told, activity } = started()
    clock.tick(1_000)
    activity.printed()
    clock.tick(-500_000)
    for (let second = 0; second < 600; second++) clock.tick(1_000)
    expect(told).toEqual([false])
  })

  it('leaves no timer when closed', () => {
    const { clock, activity } = started()
    activity.close()
    expect(clock.pending).toBe(0)
  })
})

describe('arguments for a prompt', () => {
  const profile = (promptArgs: string[]): AgentProfile => ({ ...builtInProfiles[0]!, promptArgs })

  it('hold it wherever the placeholder stands, as it is', () => {
    expect(promptArguments(profile(['-p', 'Do {prompt}, {prompt}']), "a $& 'b'\n")).toEqual([
      '-p',
      "Do a $& 'b'\n, a $& 'b'\n",
    ])
  })

  it('are none where the profile has none, and where no system would take one so long', () => {
    expect(promptArguments(profile([]), 'x')).toBeNull()
    expect(promptArguments(profile(['{prompt}']), 'x'.repeat(120_000))).not.toBeNull()
    expect(promptArguments(profile(['{prompt}']), 'é'.repeat(60_001))).toBeNull()
  })
})
