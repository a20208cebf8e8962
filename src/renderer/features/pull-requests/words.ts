import {
  checksOf,
  type MergeMethod,
  type PullRequest,
  type PullRequestCheck,
} from '../../../contracts/index.ts'
import type { StatusDot } from '../../ui/index.ts'

type Status = Parameters<typeof StatusDot>[0]['status']

interface Shown {
  status: Status
  word: string
}

/** What all checks of a pull request say together; null when it has none. */
export function checksShown(checks: readonly PullRequestCheck[]): Shown | null {
  const count = (state: PullRequestCheck['state']): number =>
    checks.filter((check) => check.state === state).length
  switch (checksOf(checks)) {
    case 'failed':
      return {
        status: 'error',
        word: count('failed') === 1 ? '1 check fails' : `${count('failed')} checks fail`,
      }
    case 'running':
      return {
        status: 'attention',
        word: `${count('running')} of ${checks.length} checks run`,
      }
    case 'passed':
      return { status: 'running', word: 'checks pass' }
    case 'none':
      return null
  }
}

export const checkShown: Record<PullRequestCheck['state'], Shown> = {
  passed: { status: 'running', word: 'passed' },
  failed: { status: 'error', word: 'failed' },
  running: { status: 'attention', word: 'runs' },
  skipped: { status: 'off', word: 'skipped' },
}

export const reviewWords = {
  approved: 'approved',
  changes_requested: 'requests changes',
  commented: 'commented',
  dismissed: 'dismissed',
} as const

export const methodWords: Record<MergeMethod, string> = {
  squash: 'Squash and merge',
  merge: 'Merge commit',
  rebase: 'Rebase and merge',
}

/** `open`, `draft`, `merged` or `closed`. */
export const stateWord = ({ state, draft }: Pick<PullRequest, 'state' | 'draft'>): string =>
  state === 'open' && draft ? 'draft' : state
