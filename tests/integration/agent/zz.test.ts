import { execFileSync } from 'node:child_process'
import { test } from 'vitest'
import { makeNode, startAgent, workspaceRequest } from './harness.ts'
test('bench', async () => {
  const node = await makeNode({ workspacesPerNode: 100 })
  const agent = await startAgent(node)
  const client = await node.connect()
  const ours: number[] = [], bare: number[] = []
  const path = '/tmp/big'
  const git = (...a: string[]) => execFileSync('git', a, { cwd: path, stdio: 'ignore' })
  for (let i = 0; i < 12; i++) {
    let t = performance.now()
    git('worktree', 'add', '-b', `bare${i}`, `/tmp/bigbare${i}`, 'main')
    console.log('bare', i, performance.now() - t); bare.push(performance.now() - t)
    t = performance.now()
    const { entity } = await client.workspace.create(workspaceRequest(node, { branch: `ours${i}`, name: `n${i}`, repositories: [{ repositoryId: node.repositoryId, name: 'big', path, baseBranch: null }] }))
    console.log('ours', i, performance.now() - t); ours.push(performance.now() - t)
    git('worktree', 'remove', '--force', `/tmp/bigbare${i}`); git('branch', '-D', `bare${i}`)
    t = performance.now()
    await client.workspace.delete({ workspaceId: entity.id })
    console.log('delete', performance.now() - t)
    git('branch', '-D', `ours${i}`)
  }
  const med = (a: number[]) => a.toSorted((x, y) => x - y)[Math.floor(a.length / 2)]!
  console.log('bare', med(bare), 'ours', med(ours), med(ours) / med(bare), ours.map(Math.round).join(), bare.map(Math.round).join())
  await agent.close(); await node.remove()
})
