import type { Command } from '../command.ts'
import { ago } from '../output.ts'

const mebibytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MiB`

export const status: Command = {
  path: 'status',
  summary: 'Show the control plane, its nodes and what runs',
  args: [],
  options: {},
  async run({ client, output }) {
    output.result(await (await client()).status(), ({ controlPlane, nodes, counts }) =>
      [
        `Switchyard ${controlPlane.version}, pid ${controlPlane.pid}, up ${ago(controlPlane.startedAt, Date.now())}, ${mebibytes(controlPlane.memoryRss)}`,
        `home        ${controlPlane.home}`,
        `address     ${controlPlane.url ?? (controlPlane.host === 'electron' ? 'desktop window' : 'none')}`,
        ...nodes.map(
          (node) =>
            `node        ${node.name}: ${node.link}, ${node.health}${node.linkReason ? ` (${node.linkReason})` : ''}`,
        ),
        `projects    ${counts.projects}`,
        `workspaces  ${counts.workspaces}`,
        `sessions    ${counts.sessions}, ${counts.runningTurns} working, ${counts.pendingApprovals} waiting for you`,
        `terminals   ${counts.terminals}`,
      ].join('\n'),
    )
  },
}

export const agentList: Command = {
  path: 'agent list',
  summary: 'List coding agents and whether this machine can run them',
  args: [],
  options: { refresh: { type: 'boolean', help: 'Look for them again' } },
  async run({ client, output }, _args, options) {
    output.list(
      await (await client()).agent.list({ refresh: options['refresh'] === true }),
      ['id', 'name', 'state', 'version', 'how to get it'],
      (agent) => [
        agent.id,
        agent.name,
        agent.available ? 'ready' : 'missing',
        agent.version ?? '',
        agent.available ? '' : (agent.install ?? ''),
      ],
      'No agents.',
    )
  },
}

export const terminalList: Command = {
  path: 'terminal list',
  summary: 'List terminals',
  args: [],
  options: { workspace: { type: 'string', value: '<workspace>', help: 'Only those of one workspace' } },
  async run({ client, output }, _args, options) {
    const workspace = typeof options['workspace'] === 'string' ? options['workspace'] : undefined
    output.list(
      await (await client()).terminal.list({ workspace }),
      ['id', 'title', 'state', 'folder'],
      (terminal) => [terminal.id, terminal.title, terminal.status, terminal.cwd],
      'No terminals.',
    )
  },
}
