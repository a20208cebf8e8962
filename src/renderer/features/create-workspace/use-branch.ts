import { useState } from 'react'
import type { BranchPolicy, ProjectId } from '../../../contracts/index.ts'
import { useLoad, useServices, useSettled } from '../../app/index.ts'
import { branchState, type BranchState } from './branch-state.ts'

/** Time after the last key before the control plane is asked: no question for every letter. */
const settleMs = 200

export interface BranchField {
  value: string
  set(value: string): void
  state: BranchState
  /** The name on screen was not checked yet. */
  checking: boolean
}

/** The branch of a workspace to be: proposed from the prompt until the user writes one, checked while typing. */
export function useBranch(projectId: ProjectId, prompt: string, policy: BranchPolicy): BranchField {
  const { client } = useServices()
  const [edited, setEdited] = useState<string | null>(null)
  const settledPrompt = useSettled(prompt.trim(), settleMs)
  const proposal = useLoad(`${projectId} ${settledPrompt}`, async (signal) =>
    settledPrompt === ''
      ? ''
      : (await client.workspace.propose({ projectId, prompt: settledPrompt }, { signal })).branch,
  )
  const proposed =
    proposal.phase === 'ready' ? proposal.data : proposal.phase === 'loading' ? proposal.last : ''
  const value = edited ?? proposed ?? ''
  const settled = useSettled(value.trim(), settleMs)
  const checks = useLoad(`${projectId} ${settled}`, async (signal) =>
    settled === '' ? [] : client.workspace.checkBranch({ projectId, branch: settled }, { signal }),
  )
  const checked = checks.phase === 'ready' && settled === value.trim()
  return {
    value,
    // An emptied field goes back to what is proposed.
    set: (next) => setEdited(next === '' ? null : next),
    state: checked ? branchState(checks.data, policy) : { kind: 'unknown' },
    checking: value.trim() !== '' && !checked && checks.phase !== 'failed',
  }
}
