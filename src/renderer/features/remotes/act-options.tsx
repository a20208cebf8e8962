import type {
  GitActKind,
  MergeHow,
  MergeWhere,
  PullHow,
  RepositoryGit,
  Workspace,
} from '../../../contracts/index.ts'
import { Field, Input, Segmented, Select } from '../../ui/index.ts'
import type { ActForm } from './act-form.ts'

const pullWays: readonly { value: PullHow; label: string }[] = [
  { value: 'ff', label: 'Fast-forward only' },
  { value: 'rebase', label: 'Rebase' },
  { value: 'merge', label: 'Merge' },
]
const mergeWays: readonly { value: MergeHow; label: string }[] = [
  { value: 'squash', label: 'Squash' },
  { value: 'merge', label: 'Merge commit' },
  { value: 'rebase', label: 'Rebase' },
  { value: 'ff', label: 'Fast-forward' },
]
const places: readonly { value: MergeWhere; label: string }[] = [
  { value: 'local', label: 'In this repository' },
  { value: 'remote', label: 'On the remote' },
]
const all = 'all'

/** What can be chosen of an act: repository, way, target, message. */
export function ActOptions({
  kind,
  workspace,
  repositories,
  form,
  onChange,
}: {
  kind: GitActKind
  workspace: Workspace
  repositories: readonly RepositoryGit[]
  form: ActForm
  onChange(change: Partial<ActForm>): void
}) {
  const bases = [...new Set(repositories.flatMap((one) => one.bases.map(({ name }) => name)))]
  const hasRemote = repositories.some(({ remote }) => remote !== null)
  return (
    <>
      {workspace.repositories.length > 1 && (
        <Field label="Repositories">
          {() => (
            <Select
              label="Repositories"
              value={form.repositoryId ?? all}
              options={[
                { value: all, label: `All ${workspace.repositories.length}` },
                ...workspace.repositories.map(({ repositoryId, name }) => ({
                  value: repositoryId,
                  label: name,
                })),
              ]}
              onChange={(value) =>
                onChange({
                  repositoryId:
                    workspace.repositories.find((one) => one.repositoryId === value)?.repositoryId ?? null,
                })
              }
            />
          )}
        </Field>
      )}
      {kind === 'pull' && (
        <Field label="How">
          {() => (
            <span>
              <Segmented
                label="How to pull"
                value={form.pull}
                options={pullWays}
                onChange={(pull) => onChange({ pull })}
              />
            </span>
          )}
        </Field>
      )}
      {kind === 'rebase' && bases.length > 1 && (
        <Field label="Onto">
          {() => (
            <Select
              label="Onto"
              value={form.onto ?? all}
              options={[
                { value: all, label: 'The base that is furthest' },
                ...bases.map((name) => ({ value: name, label: name, note: behindNote(repositories, name) })),
              ]}
              onChange={(value) => onChange({ onto: value === all ? null : value })}
            />
          )}
        </Field>
      )}
      {kind === 'merge' && (
        <>
          <Field label="How">
            {() => (
              <span>
                <Segmented
                  label="How to merge"
                  value={form.how}
                  options={mergeWays}
                  onChange={(how) => onChange({ how })}
                />
              </span>
            )}
          </Field>
          {hasRemote && (
            <Field
              label="Where"
              hint={form.where === 'remote' ? 'The result is pushed; no branch here moves.' : undefined}
            >
              {() => (
                <span>
                  <Segmented
                    label="Where"
                    value={form.where}
                    options={places}
                    onChange={(where) => onChange({ where })}
                  />
                </span>
              )}
            </Field>
          )}
          <Field label="Into">
            {(ids) => (
              <Input
                {...ids}
                value={form.target ?? ''}
                placeholder={workspace.repositories[0]?.baseBranch ?? ''}
                spellCheck={false}
                onChange={(event) => onChange({ target: event.target.value.trim() || null })}
              />
            )}
          </Field>
          {(form.how === 'squash' || form.how === 'merge') && (
            <Field label="Message">
              {(ids) => (
                <Input
                  {...ids}
                  value={form.message}
                  placeholder="Made from the commits"
                  onChange={(event) => onChange({ message: event.target.value })}
                />
              )}
            </Field>
          )}
        </>
      )}
    </>
  )
}

function behindNote(repositories: readonly RepositoryGit[], name: string): string {
  const behind = repositories.reduce(
    (sum, { bases }) => sum + (bases.find((base) => base.name === name)?.behind ?? 0),
    0,
  )
  return behind === 0 ? 'nothing new' : `${behind} new`
}
