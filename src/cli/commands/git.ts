import { required, type Command } from '../command.ts'
import { fileTable } from '../file-table.ts'

export const diff: Command = {
  path: 'diff',
  summary: 'List what changed in a workspace since its base',
  args: ['workspace'],
  options: {},
  async run({ client, output }, [workspace = '']) {
    output.result(await (await client()).git.diff({ workspace }), (repositories) =>
      repositories
        .map((repository) => {
          const title = `${repository.repository}  ${repository.branch} against ${repository.baseBranch}  +${repository.added} -${repository.removed}`
          return `${title}\n${fileTable(repository.files)}`
        })
        .join('\n\n'),
    )
  },
}

export const commit: Command = {
  path: 'commit',
  summary: 'Commit everything that changed in a workspace',
  args: ['workspace'],
  options: { message: { type: 'string', short: 'm', value: '<message>', help: 'The commit message' } },
  async run({ client, output }, [workspace = ''], options) {
    const result = await (await client()).git.commit({ workspace, message: required(options, 'message') })
    output.result(result, ({ commits }) =>
      commits.map(({ repository, sha, files }) => `${repository}: ${sha} (${files} files)`).join('\n'),
    )
  },
}
