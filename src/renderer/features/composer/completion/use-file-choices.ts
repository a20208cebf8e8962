import { File } from 'lucide-react'
import type { FoundFile, Workspace } from '../../../../contracts/index.ts'
import { useLoad, useServices, useSettled } from '../../../app/index.ts'
import { mentionText } from '../mentions.ts'
import type { Choice, Choices } from './choice.ts'

/** Letters typed in one go are searched for once. */
const typingMs = 40
/** More than anybody reads before typing on. */
const mostFiles = 30

/** Files of the workspace that match; `query` is null while no file is being mentioned. */
export function useFileChoices(workspace: Workspace | undefined, query: string | null): Choices {
  const { client } = useServices()
  const settled = useSettled(query, typingMs)
  const asked = workspace && query !== null ? (settled ?? query) : null
  const found = useLoad(`${workspace?.id ?? ''} ${asked ?? ''} ${asked !== null}`, async () =>
    workspace && asked !== null
      ? (await client.files.search({ workspace: workspace.id, query: asked, limit: mostFiles })).files
      : [],
  )
  const label = 'Files'
  if (!workspace || found.phase === 'failed')
    return {
      label,
      choices: [],
      pending: false,
      note: found.phase === 'failed' ? found.failure.message : null,
    }
  const files = found.phase === 'ready' ? found.data : (found.last ?? [])
  const pending = found.phase === 'loading' || asked !== query
  return {
    label,
    pending,
    choices: files.map((file) => choiceOf(file, workspace)),
    note: files.length === 0 && !pending ? 'No file matches' : null,
  }
}

function choiceOf(file: FoundFile, workspace: Workspace): Choice {
  const { repositoryId, repository, path, at, uncommitted } = file
  return {
    key: `${repositoryId} ${path}`,
    icon: File,
    title: path,
    at,
    ...(workspace.repositories.length > 1 ? { detail: repository } : {}),
    ...(uncommitted ? { mark: 'uncommitted' } : {}),
    text: `${mentionText(file, workspace)} `,
    file: { kind: 'file', repositoryId, path },
  }
}
