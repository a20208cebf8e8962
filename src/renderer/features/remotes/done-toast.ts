import type { GitOutcome, WorkspaceId } from '../../../contracts/index.ts'
import type { AppServices } from '../../app/index.ts'

/** Says what was done; what has moved branches and files here can be taken back while it is shown. */
export function showDone(
  { client, toasts }: AppServices,
  workspace: WorkspaceId,
  outcomes: readonly GitOutcome[],
): void {
  const takeBack = async (): Promise<void> => {
    for (const { repositoryId, undo } of outcomes)
      if (undo) await client.remotes.undo({ workspace, repositoryId, point: undo })
    toasts.show({ title: 'Taken back: branch and files are as they were before' })
  }
  toasts.show({
    title: outcomes.map(({ message }) => message).join('. '),
    ...(outcomes.some(({ undo }) => undo !== null)
      ? {
          action: {
            label: 'Undo',
            run: () => void takeBack().catch((error: unknown) => toasts.failed('Undo', error)),
          },
        }
      : {}),
  })
}
