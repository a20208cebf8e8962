import { afterEach, beforeEach, expect } from 'vitest'
import { AgentStore } from '../../../src/agent/store/index.ts'
import { newId, systemClock } from '../../../src/base/index.ts'
import type { JournalEntry, Workspace } from '../../../src/contracts/index.ts'
import type { AgentClient } from '../../../src/main/nodes/agent-client.ts'
import { TestRepository } from '../../hosts/git/index.ts'
import { makeNode, openScopes, startAgent, workspaceRequest, type TestNode } from './harness.ts'

/** A node agent for each test of a file, on a node with one repository. */
export class AgentFixture {
  node!: TestNode
  client!: AgentClient
  #agent!: { close(): Promise<void> }

  constructor() {
    beforeEach(async () => {
      this.node = await makeNode()
      await this.start()
    })
    afterEach(async () => {
      await this.stop()
      await this.node.remove()
      expect(openScopes()).toEqual([])
    })
  }

  async start(): Promise<void> {
    this.#agent = await startAgent(this.node)
    this.client = await this.node.connect()
  }

  stop(): Promise<void> {
    return this.#agent.close()
  }

  async create(over: Parameters<typeof workspaceRequest>[1] = {}): Promise<Workspace> {
    return (await this.client.workspace.create(workspaceRequest(this.node, over))).entity
  }

  /** The workspace as the agent knows it: creating it again returns it. */
  async now({ id }: Workspace): Promise<Workspace> {
    return this.create({ id })
  }

  /** Looks into the agent's database while the agent is stopped. */
  async inStore<Result>(look: (store: AgentStore) => Result): Promise<Result> {
    await this.stop()
    const store = new AgentStore(this.node.home.agent.database, systemClock, newId)
    try {
      return look(store)
    } finally {
      store.close()
      await this.start()
    }
  }

  journal(): Promise<JournalEntry[]> {
    return this.inStore((store) => store.journal.after(0, 1_000).map(({ record }) => record.entry))
  }

  /** What git says of the worktrees of the node's repository. */
  worktreesListed(): string {
    return this.node.repository.git('worktree', 'list', '--porcelain')
  }
}

export const worktreeOf = (workspace: Workspace): TestRepository =>
  new TestRepository(workspace.repositories[0]?.worktree ?? '')
