import type { SessionPlace } from '../../../contracts/index.ts'
import { Badge } from '../../ui/index.ts'

/** Where a session was: project, workspace, agent, and whether that is no more. */
export function PlaceLine({ place, agentName }: { place: SessionPlace; agentName: string }) {
  const words = [place.projectName, place.workspaceName, agentName].filter((word) => word !== null)
  return (
    <>
      <span className="min-w-0 truncate text-sm text-subtle" title={`${words.join(', ')}, ${place.branch}`}>
        {words.join(' · ')}
      </span>
      {place.deletedAt !== null && <Badge>workspace deleted</Badge>}
    </>
  )
}
