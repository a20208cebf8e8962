import type { Node } from '../../contracts/index.ts'
import type { Command } from '../command.ts'
import { confirm } from '../confirm.ts'

const stateOf = ({ revokedAt, link, linkReason }: Node): string =>
  revokedAt === null ? (linkReason ?? link) : 'revoked'

export const nodeList: Command = {
  path: 'node list',
  summary: 'List nodes',
  args: [],
  options: {},
  async run({ client, output }) {
    output.list(
      await (await client()).node.list(),
      ['id', 'name', 'kind', 'state', 'health'],
      (node) => [node.id, node.name, node.kind, stateOf(node), node.health],
      'No nodes.',
    )
  },
}

export const nodeRevoke: Command = {
  path: 'node revoke',
  summary: "Take a node's orders away: all that runs on it is ended, files stay",
  args: ['node'],
  options: { yes: { type: 'boolean', short: 'y', help: 'Do not ask' } },
  async run({ client, output }, [node = ''], options) {
    const app = await client()
    if (options['yes'] !== true) {
      const { runningTurns, sessions, terminals } = await app.stop.impact()
      await confirm(
        `Revoke ${node}? It ends ${sessions} sessions (${runningTurns} working) and ${terminals} terminals, and takes no orders until it is enrolled again.`,
      )
    }
    output.result(
      await app.node.revoke({ node }),
      ({ name, link }) =>
        `Revoked ${name}.${link === 'offline' ? '' : ' It will be told when it is reached.'}\n  let it work again: switchyard node enrol ${name}`,
    )
  },
}

export const nodeEnrol: Command = {
  path: 'node enrol',
  summary: 'Let a revoked node work again, with a new key',
  args: ['node'],
  options: {},
  async run({ client, output }, [node = '']) {
    output.result(await (await client()).node.enrol({ node }), ({ name }) => `${name} works again.`)
  },
}
