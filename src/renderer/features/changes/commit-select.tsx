import type { BranchCommits, DiffScope } from '../../../contracts/index.ts'
import { ErrorNote, Select } from '../../ui/index.ts'
import { useLoad, useServices } from '../../app/index.ts'
import type { WorkspaceId } from '../../../contracts/index.ts'

type CommitScope = Extract<DiffScope, { kind: 'commit' }>

const shortSha = 8

export interface CommitSelectProps {
  workspaceId: WorkspaceId
  /** The list is read again when it changes. */
  version: number
  scope: CommitScope | null
  onChoose(scope: CommitScope): void
}

/** A commit of the branch, or the first and the last of a range. */
export function CommitSelect({ workspaceId, version, scope, onChoose }: CommitSelectProps) {
  const { client } = useServices()
  const loaded = useLoad(`${workspaceId}:${version}`, (signal) =>
    client.git.commits({ workspace: workspaceId }, { signal }),
  )
  const lists = loaded.phase === 'ready' ? loaded.data : loaded.phase === 'loading' ? (loaded.last ?? []) : []
  if (loaded.phase === 'failed') return <ErrorNote error={loaded.failure} onRetry={loaded.reload} />
  if (lists.every(({ commits }) => commits.length === 0)) return null
  const chosen = lists.find(({ repositoryId }) => repositoryId === scope?.repositoryId)
  const at = (sha: string | undefined) => chosen?.commits.findIndex((commit) => commit.sha === sha) ?? -1
  const last = at(scope?.to)
  return (
    <>
      <Select
        size="sm"
        label="Commit"
        className="max-w-64"
        value={scope ? `${scope.repositoryId}:${scope.to}` : ''}
        options={[
          ...(scope && last >= 0
            ? []
            : [
                {
                  value: scope ? `${scope.repositoryId}:${scope.to}` : '',
                  label: scope ? scope.to.slice(0, shortSha) : 'Choose a commit',
                },
              ]),
          ...lists.flatMap((list) => options(list, lists.length > 1)),
        ]}
        onChange={(value) => {
          const [repositoryId, sha] = value.split(':')
          const list = lists.find((each) => each.repositoryId === repositoryId)
          if (list && sha) onChoose({ kind: 'commit', repositoryId: list.repositoryId, from: sha, to: sha })
        }}
      />
      {scope && chosen && last >= 0 && last < chosen.commits.length - 1 && (
        <Select
          size="sm"
          label="First commit of the range"
          className="max-w-48"
          value={scope.from}
          options={chosen.commits.slice(last).map(({ sha, subject }, index) => ({
            value: sha,
            label: index === 0 ? 'Only this one' : `From ${sha.slice(0, shortSha)}`,
            note: index === 0 ? '' : subject,
          }))}
          onChange={(from) => onChoose({ ...scope, from })}
        />
      )}
    </>
  )
}

const options = ({ repositoryId, repository, commits }: BranchCommits, named: boolean) =>
  commits.map(({ sha, subject }) => ({
    value: `${repositoryId}:${sha}`,
    label: named ? `${repository}: ${subject}` : subject,
    note: sha.slice(0, shortSha),
  }))

/** The newest commit of the branch; null when there is none. */
export function newestCommit(lists: readonly BranchCommits[]): CommitScope | null {
  const [newest] = lists
    .flatMap(({ repositoryId, commits }) => commits.slice(0, 1).map((commit) => ({ repositoryId, commit })))
    .toSorted((a, b) => b.commit.committedAt - a.commit.committedAt)
  return newest
    ? { kind: 'commit', repositoryId: newest.repositoryId, from: newest.commit.sha, to: newest.commit.sha }
    : null
}
