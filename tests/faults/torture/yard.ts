import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../../../src/base/index.ts'
import type { Workspace } from '../../../src/contracts/index.ts'
import { makeRepository } from '../../hosts/switchyard/index.ts'
import { World } from '../world.ts'
import { printOf } from './checkout-print.ts'
import { Ledger } from './ledger.ts'

export const mostWorkspaces = 10
const names = ['api', 'web', 'docs']

/** Three of the user's repositories, up to ten workspaces over them, and the account of what was written. */
export class Yard {
  readonly world: World
  readonly ledger = new Ledger()
  /** Those that are there, as last heard. */
  workspaces: Workspace[] = []
  readonly checkouts: string[] = []
  #prints: Record<string, string>[] = []
  #beside: string[] = []
  #counter = 0

  constructor(seed: number) {
    this.world = new World(seed)
  }

  /** A number that no other call gets. */
  next(): number {
    return ++this.#counter
  }

  async prepare(): Promise<void> {
    const { installation } = this.world
    for (const name of names) {
      const checkout = await makeRepository(join(installation.folder, name), {
        'README.md': `# ${name}\n`,
        'src/main.ts': `export const name = '${name}'\n`,
        '.gitignore': 'build/\n',
      })
      // What the user has begun by hand must stay as it is, too.
      await run('sh', ['-c', 'echo begun > begun.txt; echo more >> README.md; git add README.md'], {
        cwd: checkout,
      })
      await run('git', ['-C', checkout, 'branch', 'release'])
      this.checkouts.push(checkout)
    }
    this.#prints = await this.#print()
    this.#beside = this.#outside()
    await this.world.call((client) => client.settings.set({ limits: { workspacesPerNode: mostWorkspaces } }))
    for (const [index, path] of this.checkouts.entries())
      await this.world.call((client) =>
        client.project.add({ path, name: names[index], idempotencyKey: `project-key-${index}` }),
      )
  }

  /** What is there now. */
  async look(): Promise<void> {
    this.workspaces = await this.world.call((client) => client.workspace.list({}))
  }

  worktrees(): string[] {
    return this.workspaces.flatMap(({ repositories }) => repositories.map(({ worktree }) => worktree))
  }

  /** Everything that is wrong: texts lost, the user's checkouts touched, repositories damaged, things left behind. */
  async wrongs(): Promise<string[]> {
    await this.look()
    const wrongs = (await this.ledger.lost(this.checkouts, this.worktrees())).map((where) => `lost: ${where}`)
    for (const [index, now] of (await this.#print()).entries())
      for (const [what, before] of Object.entries(this.#prints[index] ?? {}))
        if (now[what] !== before) wrongs.push(`touched: ${what} of ${names[index]}: ${before} → ${now[what]}`)
    for (const checkout of this.checkouts) {
      const said = await run('git', ['-C', checkout, 'fsck', '--strict', '--no-dangling']).then(
        ({ stdout }) => stdout.toString().trim(),
        String,
      )
      if (said !== '') wrongs.push(`fsck of ${checkout}: ${said}`)
    }
    for (const path of this.#outside())
      if (!this.#beside.includes(path)) wrongs.push(`left outside the managed root: ${path}`)
    return wrongs
  }

  #print(): Promise<Record<string, string>[]> {
    return Promise.all(this.checkouts.map((checkout) => printOf(checkout, ['main'])))
  }

  /** Files and folders beside the managed root, down to the checkouts. */
  #outside(): string[] {
    const { folder } = this.world.installation
    return readdirSync(folder).filter((name) => name !== 'home')
  }
}
