import { randomUUID } from 'node:crypto'
import { tolerated, withWorkspace, type Operations } from './operation.ts'
import { mostWorkspaces } from './yard.ts'

/** What the user does to workspaces with the app. */
export const byApp: Operations = {
  create: {
    weight: 8,
    async run(yard) {
      const { world } = yard
      if (yard.workspaces.length >= mostWorkspaces) return
      const project = world.pick(['api', 'web', 'docs'])
      const branch = `work/${yard.next()}`
      const idempotencyKey = randomUUID()
      await tolerated(world.call((client) => client.workspace.create({ project, branch, idempotencyKey })))
    },
  },
  'commit with the app': {
    weight: 8,
    run: withWorkspace(async (yard, { id, repositories }) => {
      const message = `Work ${yard.next()}`
      for (const { worktree } of repositories) yard.ledger.stagedAll(worktree)
      const done = await tolerated(yard.world.call((client) => client.git.commit({ workspace: id, message })))
      if (done) for (const { worktree } of repositories) yard.ledger.committed(worktree)
    }),
  },
  rename: {
    weight: 3,
    run: withWorkspace((yard, { id }) =>
      tolerated(
        yard.world.call((client) => client.workspace.rename({ workspace: id, name: `Name ${yard.next()}` })),
      ),
    ),
  },
  stop: {
    weight: 3,
    run: withWorkspace((yard, { id }) =>
      tolerated(yard.world.call((client) => client.workspace.stop({ workspace: id }))),
    ),
  },
  restart: {
    weight: 4,
    run: async (yard) => {
      const workspace = yard.world.pick(yard.workspaces.filter(({ status }) => status !== 'running'))
      if (workspace)
        await tolerated(yard.world.call((client) => client.workspace.restart({ workspace: workspace.id })))
    },
  },
  delete: {
    weight: 6,
    run: async (yard) => {
      const workspace = yard.world.pick(yard.workspaces)
      if (workspace)
        await tolerated(yard.world.call((client) => client.workspace.delete({ workspace: workspace.id })))
    },
  },
  'rebase onto another branch': {
    weight: 3,
    run: withWorkspace((yard, { id }) =>
      tolerated(
        yard.world.call((client) =>
          client.remotes.run({ workspace: id, act: { kind: 'rebase', onto: 'release' }, confirmed: [] }),
        ),
      ),
    ),
  },
  'end what git has half done': {
    weight: 3,
    run: withWorkspace((yard, { id, repositories }) => {
      const [{ repositoryId } = { repositoryId: null }] = repositories
      if (repositoryId === null) return Promise.resolve(false)
      const act = yard.world.pick(['abort', 'continue'] as const)
      return tolerated(yard.world.call((client) => client.remotes[act]({ workspace: id, repositoryId })))
    }),
  },
  'merge into another branch': {
    weight: 3,
    run: withWorkspace((yard, { id }) => {
      const how = yard.world.pick(['squash', 'merge', 'rebase', 'ff'] as const)
      const act = { kind: 'merge', target: 'release', how, where: 'local', message: null } as const
      return tolerated(yard.world.call((client) => client.remotes.run({ workspace: id, act, confirmed: [] })))
    }),
  },
}
