import { describe, expect, it } from 'vitest'
import { newId } from '../../../src/base/index.ts'
import { SessionExport, type PlacedSession } from '../../../src/contracts/index.ts'
import { exportSession } from '../../../src/main/history/export-session.ts'
import type { SessionRecord } from '../../../src/main/history/session-record.ts'
import { code, contained, fenced, plain } from '../../../src/main/history/markdown-text.ts'
import { approval, message, session, toolCall, turn } from '../../hosts/agent/entities.ts'

const at = Date.UTC(2026, 10, 21, 8, 30, 5)
const workspaceId = newId('workspace')
const chat = session({ workspaceId, title: 'Fix: the "Login" / timeout', createdAt: at })
const place: PlacedSession['place'] = {
  workspaceId,
  workspaceName: 'Login timeout',
  branch: 'fix/login',
  worktrees: ['/managed/one/shop'],
  deletedAt: null,
  projectId: newId('project'),
  projectName: 'shop',
}
const first = turn({
  sessionId: chat.id,
  status: 'succeeded',
  stopReason: 'end_turn',
  startedAt: at,
  endedAt: at + 12_000,
})
const second = turn({
  sessionId: chat.id,
  ordinal: 2,
  status: 'failed',
  error: { code: 'agent_failed', message: 'The agent ended with status 3' },
})
const on = { sessionId: chat.id, turnId: first.id }
const record: SessionRecord = {
  session: { ...chat, unseen: true },
  place,
  exportedAt: at,
  turns: [
    {
      ...first,
      items: [
        message({ ...on, position: 1, role: 'user', content: '# Fix it\n\n```sh\nls\n```' }),
        message({ ...on, position: 2, content: '# Done\n\nSee `a`.\n\n```ts\nopen' }),
        toolCall({
          ...on,
          position: 3,
          title: 'Edit <b>notes</b>',
          content: [
            {
              type: 'diff',
              path: '/managed/one/shop/notes.txt',
              oldText: 'one\ntwo\n',
              newText: 'one\n```\n',
            },
          ],
        }),
        approval({
          ...on,
          position: 4,
          workspaceId,
          status: 'approved',
          chosenOption: 'yes',
          answeredAt: at,
          detail: 'rm -rf build',
        }),
      ],
    },
    { ...second, items: [] },
  ],
}

describe('Markdown export', () => {
  const { text, fileName } = exportSession(record, 'markdown')
  it('has a file name that every file system takes', () =>
    expect(fileName).toBe('fix-the-login-timeout-2026-11-21.md'))
  it('tells where the session was', () => {
    expect(text).toContain('# Fix: the "Login" / timeout\n')
    expect(text).toContain('- Project: shop\n- Workspace: Login timeout\n- Branch: `fix/login`\n')
  })
  it('sets off what the user wrote and names who speaks', () => {
    expect(text).toContain('## Turn 1\n\n### You\n\n> #### Fix it\n>\n> ```sh\n> ls\n> ```\n\n### Runbook\n')
  })
  it('keeps an agent from breaking the document', () => {
    expect(text).toContain('#### Done\n\nSee `a`.\n\n```ts\nopen\n```\n')
    expect(text).toContain('<summary>Edit &lt;b&gt;notes&lt;/b&gt; (+1 −1)</summary>')
  })
  it('folds a call away, with its diff in a fence nothing in it can end', () => {
    expect(text).toContain(
      '````diff\n--- notes.txt\n+++ notes.txt\n@@ -1,2 +1,2 @@\n one\n-two\n+```\n````\n',
    )
  })
  it('tells how approvals and turns ended', () => {
    expect(text).toContain('**Approval** Run a command: allowed, "Allow once", 2026-11-21 08:30:05 UTC')
    expect(text).toContain('```\nrm -rf build\n```')
    expect(text).toContain('*Turn succeeded after 12 s (end\\_turn)*')
    expect(text).toContain('*Turn failed: The agent ended with status 3*')
  })
  it('folds away a turn that was left for another branch of the conversation', () => {
    const [one, two] = record.turns
    const branched = { ...record, turns: [{ ...one!, folded: true }, two!] }
    const shown = exportSession(branched, 'markdown').text
    expect(shown).toContain('<summary>Turn 1, left for another branch of the conversation</summary>')
    expect(shown).not.toContain('## Turn 1')
    expect(shown).toContain('## Turn 2')
  })
  it('says when the workspace was deleted', () => {
    const gone = { ...record, place: { ...place, deletedAt: at } }
    expect(exportSession(gone, 'markdown').text).toContain(', deleted 2026-11-21 08:30:05 UTC')
  })
})

describe('JSON export', () => {
  it('holds everything in the documented shape, without what is only this installation’s', () => {
    const { text, fileName } = exportSession(record, 'json')
    expect(fileName).toBe('fix-the-login-timeout-2026-11-21.json')
    const read = SessionExport.parse(JSON.parse(text))
    expect(read).toMatchObject({ format: 'switchyard.session', version: 1, exportedAt: at, place })
    expect(read.turns).toEqual(record.turns)
    expect(JSON.parse(text).session).not.toHaveProperty('unseen')
  })
})

describe('Markdown texts', () => {
  it.each([
    ['a', '`a`'],
    ['a `b`', '`` a `b` ``'],
    ['two\nlines', '`two lines`'],
  ])('puts %j into a line of code', (text, result) => expect(code(text)).toBe(result))
  it('fences with more backticks than there are inside', () =>
    expect(fenced('````\nx\n````')).toBe('`````\n````\nx\n````\n`````'))
  it('closes tilde fences and leaves hash signs in fences alone', () =>
    expect(contained('~~~\n# no heading')).toBe('~~~\n# no heading\n~~~'))
  it('does not take a shorter fence for the end', () =>
    expect(contained('````\n```\n````\n# one')).toBe('````\n```\n````\n#### one'))
  it('takes signs literally', () => expect(plain('*a* [b](c) <d>')).toBe('\\*a\\* \\[b\\](c) \\<d\\>'))
  it('names a session without a usable title', () => {
    const untitled = { ...record, session: { ...record.session, title: '../..' } }
    expect(exportSession(untitled, 'json').fileName).toBe('session-2026-11-21.json')
  })
})
