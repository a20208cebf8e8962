import { FileInput } from 'lucide-react'
import type { FilePlace, WorkspaceId } from '../../../contracts/index.ts'
import { useEntities, useServices } from '../../app/index.ts'
import { IconButton } from '../../ui/index.ts'
import { EditorMenu } from '../editors/index.ts'
import { openFile } from './models.ts'

/** Leads from a file that is shown elsewhere to the Files tab, or to an editor of this machine. */
export function FileActions({ workspaceId, repositoryId, path }: FilePlace & { workspaceId: WorkspaceId }) {
  const services = useServices()
  const workspace = useEntities((entities) => entities.workspaces[workspaceId])
  return (
    <>
      <IconButton
        size="sm"
        label="Open the file"
        icon={<FileInput />}
        onClick={() => openFile(services, workspaceId, { repositoryId, path })}
      />
      {workspace && <EditorMenu workspace={workspace} target={() => ({ repositoryId, path })} />}
    </>
  )
}
