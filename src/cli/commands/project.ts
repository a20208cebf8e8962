import { resolve } from 'node:path'
import type { Project } from '../../contracts/index.ts'
import { text, type Command } from '../command.ts'
import { ago } from '../output.ts'

const describe = (project: Project): string =>
  [
    `${project.name}  ${project.id}`,
    ...project.repositories.map(
      (repository) => `  ${repository.name}  ${repository.path}  (${repository.defaultBranch})`,
    ),
  ].join('\n')

export const projectAdd: Command = {
  path: 'project add',
  summary: 'Add a git repository as a project',
  args: ['path'],
  options: { name: { type: 'string', value: '<name>', help: "Name of the project (default: the folder's)" } },
  async run({ client, output, cwd }, [path = ''], options) {
    output.result(
      await (await client()).project.add({ path: resolve(cwd, path), name: text(options, 'name') }),
      describe,
    )
  },
}

export const projectList: Command = {
  path: 'project list',
  summary: 'List projects',
  args: [],
  options: {},
  async run({ client, output }) {
    output.list(
      await (await client()).project.list(),
      ['id', 'name', 'repositories', 'added'],
      (project) => [
        project.id,
        project.name,
        project.repositories.map((repository) => repository.path).join(', '),
        ago(project.createdAt, Date.now()),
      ],
      'No projects. Add one: switchyard project add <path>',
    )
  },
}

export const projectShow: Command = {
  path: 'project show',
  summary: 'Show a project',
  args: ['project'],
  options: {},
  async run({ client, output }, [project = '']) {
    output.result(await (await client()).project.show({ project }), describe)
  },
}

export const projectRemove: Command = {
  path: 'project remove',
  summary: 'Forget a project; its repositories are not touched',
  args: ['project'],
  options: {},
  async run({ client, output }, [project = '']) {
    output.result(
      await (await client()).project.remove({ project }),
      (removed) => `Removed ${removed.name}. Its repositories are untouched.`,
    )
  },
}
