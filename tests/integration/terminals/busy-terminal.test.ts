import { expect, it } from 'vitest'
import { LiveTerminal } from '../../../src/agent/terminals/live-terminal.ts'
import { newId } from '../../../src/base/index.ts'
import { resolveLimits } from '../../../src/contracts/index.ts'
import { ManualClock } from '../../unit/agent/manual-clock.ts'

it('tells now and then what a program shows that is never quiet', async () => {
  const clock = new ManualClock()
  const told: string[] = []
  let printed = Promise.withResolvers<void>()
  const terminal = new LiveTerminal({
    id: newId('terminal'),
    shell: '/bin/sh',
    args: ['-c', 'while :; do echo busy; sleep 0.01; done'],
    cwd: '/',
    env: { PATH: process.env['PATH'] ?? '' },
    size: { cols: 20, rows: 5 },
    limits: resolveLimits({}),
    clock,
    quietMs: 2_000,
    watch: {
      output: () => printed.resolve(),
      signal: () => undefined,
      typed: () => undefined,
      resized: () => undefined,
    },
    onQuiet: (screen) => told.push(screen),
    onExit: () => undefined,
  })
  for (let second = 0; second < 14; second++) {
    await printed.promise
    printed = Promise.withResolvers()
    clock.tick(1_000)
  }
  expect(told).toEqual([])
  for (let second = 0; second < 4; second++) {
    await printed.promise
    printed = Promise.withResolvers()
    clock.tick(1_000)
  }
  await expect.poll(() => told.length).toBe(1)
  expect(told[0]).toContain('busy')
  await terminal.end()
})
