import { describe, expect, it } from 'vitest'
import { setDraft, toggleProject, used, type UiState } from '../../../src/renderer/state/index.ts'
import { emptyUi, fromEarlier } from '../../../src/renderer/state/ui.ts'
import { impactLines } from '../../../src/renderer/features/projects/delete-workspace.tsx'
import type { RepositoryId } from '../../../src/contracts/index.ts'
import { projectId, sessionId } from './make.ts'

describe('the state of the window', () => {
  it('forgets an empty draft', () => {
    const written = setDraft(emptyUi, sessionId(), { text: 'text' })
    expect(written.drafts).toEqual({ [sessionId()]: { text: 'text', attachments: [] } })
    expect(setDraft(written, sessionId(), { text: '' }).drafts).toEqual({})
  })
  it('keeps a draft of attachments alone, and its text when only these change', () => {
    const attachments = [
      { kind: 'file' as const, repositoryId: 'rep_00000000000000000000' as RepositoryId, path: 'a' },
    ]
    const written = setDraft(setDraft(emptyUi, sessionId(), { text: 'text' }), sessionId(), { attachments })
    expect(written.drafts[sessionId()]).toEqual({ text: 'text', attachments })
    expect(setDraft(written, sessionId(), { text: '' }).drafts[sessionId()]).toEqual({
      text: '',
      attachments,
    })
  })
  it('takes over the drafts of an earlier version', () => {
    const earlier = { ...emptyUi, drafts: { [sessionId()]: 'text' } }
    expect(fromEarlier(earlier, 1).drafts).toEqual({ [sessionId()]: { text: 'text', attachments: [] } })
  })
  it('lets the oldest drafts go', () => {
    let ui: UiState = emptyUi
    for (let number = 0; number < 60; number++) ui = setDraft(ui, sessionId(`${number}x`), { text: 'text' })
    expect(Object.keys(ui.drafts)).toHaveLength(50)
    expect(ui.drafts[sessionId('59x')]).toMatchObject({ text: 'text' })
    expect(ui.drafts[sessionId('0x')]).toBeUndefined()
  })
  it('remembers each place once, the last one first', () => {
    expect(used(used(used(emptyUi, 'a'), 'b'), 'a').recent).toEqual(['a', 'b'])
  })
  it('folds a project away and back', () => {
    const folded = toggleProject(emptyUi, projectId())
    expect(folded.collapsedProjects).toEqual([projectId()])
    expect(toggleProject(folded, projectId()).collapsedProjects).toEqual([])
  })
})

describe('impactLines', () => {
  it('says what ends, what is saved and what stays, in numbers', () => {
    const repository = {
      repositoryId: 'rep_00000000000000000000' as RepositoryId,
      repository: 'web',
      branch: 'fix/it',
      uncommittedFiles: 2,
      unmergedCommits: 1,
      ignored: 0,
      branchMade: true,
    }
    expect(impactLines({ repositories: [repository], runningSessions: 1, terminals: 0 })).toEqual([
      '1 running session will be stopped.',
      '2 uncommitted files in web will be saved to a backup ref first.',
      'Branch fix/it stays in web, with 1 commit found nowhere else.',
    ])
  })
})
