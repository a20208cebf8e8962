import type { Workspace } from '../../contracts/index.ts'
import type { AppClient } from '../connect.ts'
import type { Command } from '../command.ts'
import { describeWorkspace } from './workspace.ts'

const act = (
  name: string,
  summary: string,
  call: (app: AppClient, workspace: string) => Promise<Workspace>,
): Command => ({
  path: `workspace ${name}`,
  summary,
  args: ['workspace'],
  options: {},
  async run({ client, output }, [workspace = '']) {
    output.result(await call(await client(), workspace), describeWorkspace)
  },
})

export const workspacePin = act('pin', 'Put a workspace first in the lists', (app, workspace) =>
  app.workspace.configure({ workspace, pinned: true }),
)

export const workspaceUnpin = act('unpin', 'Put a workspace back among the others', (app, workspace) =>
  app.workspace.configure({ workspace, pinned: false }),
)
