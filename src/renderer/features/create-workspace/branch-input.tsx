import type { ReactNode } from 'react'
import type { BranchPolicy } from '../../../contracts/index.ts'
import { Field, Input, Select } from '../../ui/index.ts'
import type { BranchField } from './use-branch.ts'

const policies = [
  { value: 'unique', label: 'Conflict: refuse' },
  { value: 'suffix', label: 'Conflict: add a number' },
] as const

/** The branch name, what is wrong with it, and a name that would do. */
export function BranchInput({
  branch,
  policy,
  onPolicy,
}: {
  branch: BranchField
  policy: BranchPolicy
  onPolicy(policy: BranchPolicy): void
}) {
  const { state } = branch
  const refused = state.kind === 'refused'
  return (
    <Field label="Branch" tone={refused ? 'error' : 'plain'} hint={hint(branch)}>
      {(ids) => (
        <Input
          {...ids}
          mono
          invalid={refused}
          value={branch.value}
          placeholder="made from the task"
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => branch.set(event.target.value)}
          trailing={
            <Select
              size="sm"
              label="When the branch exists"
              value={policy}
              options={policies}
              onChange={onPolicy}
            />
          }
        />
      )}
    </Field>
  )
}

function hint({ state, set }: BranchField): ReactNode {
  if (state.kind === 'suffixed') return state.message
  if (state.kind !== 'refused') return undefined
  const { message, suggestion } = state
  return (
    <>
      {message}{' '}
      {suggestion && (
        <>
          Use{' '}
          <button
            type="button"
            className="rounded-sm font-mono text-accent underline-offset-2 hover:underline"
            onClick={() => set(suggestion)}
          >
            {suggestion}
          </button>{' '}
          or pick another name.
        </>
      )}
    </>
  )
}
