import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect } from 'vitest'
import { openScopes } from '../../../src/base/index.ts'
import type { Event, FileLock, Session } from '../../../src/contracts/index.ts'
import { Bench } from './harness.ts'

/** A worktree with `a.txt`, and two sessions whose scripted agents are offered its files, for each test of a file. */
export class FileLocksFixture {
  bench!: Bench
  first!: Session
  second!: Session
  /** While this file is missing, steps that wait for it wait. */
  gate = ''

  constructor() {
    beforeEach(async () => {
      this.bench = new Bench()
      this.gate = join(this.bench.folder, 'gate')
      writeFileSync(this.at('a.txt'), 'a\n')
      const create = () => this.bench.create({}, undefined, { fileAccess: true })
      ;[this.first, this.second] = await Promise.all([create(), create()])
    })
    afterEach(async () => {
      await this.bench.close()
      expect(openScopes()).toEqual([])
    })
  }

  at(path: string): string {
    return join(this.bench.worktree, path)
  }

  open(): void {
    writeFileSync(this.gate, '')
  }

  /** A tool call that edits a file. */
  edit(toolCallId: string, path: string, more: object = {}) {
    return { toolCallId, title: `Edit ${path}`, kind: 'edit', locations: [{ path: this.at(path) }], ...more }
  }

  /** The step that begins one. */
  begin(toolCallId: string, path: string, more: object = {}) {
    const call = this.edit(toolCallId, path)
    return ['raw', { sessionUpdate: 'tool_call', ...call, status: 'in_progress', ...more }]
  }

  end(toolCallId: string, status = 'completed') {
    return ['raw', { sessionUpdate: 'tool_call_update', toolCallId, status }]
  }

  /** Steps of an edit that is under way until the gate opens. */
  heldEdit(path: string) {
    return [this.begin('held', path), ['untilFile', this.gate], this.end('held')]
  }

  /** The step of a write through us. */
  write(path: string, content = 'text') {
    return ['call', 'fs/write_text_file', { path: this.at(path), content }]
  }

  locks(): FileLock[] {
    return this.bench.store.fileLocks.list()
  }

  held(path: string): Promise<FileLock> {
    return this.bench.until(() => this.locks().find((lock) => lock.path === path))
  }

  told(): FileLock[] {
    return this.#entries().flatMap((entry) => (entry.type === 'lock' ? [entry.entity] : []))
  }

  events(): Event[] {
    return this.#entries().flatMap((entry) =>
      entry.type === 'event' && entry.entity.type === 'file.changed_under_lock' ? [entry.entity] : [],
    )
  }

  titleOf(session: Session): string {
    return this.bench.session(session).title
  }

  #entries() {
    return this.bench.store.journal.after(0, 1_000).map(({ record }) => record.entry)
  }
}
