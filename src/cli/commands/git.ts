import { required, type Command } from '../command.ts'
import { formatTable } from '../output.ts'

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
          if (repository.files.length === 0) return `${title}\nNo changes.`
          const rows = repository.files.map((file) => [
            file.status,
            file.oldPath ? `${file.oldPath} -> ${file.path}` : file.path,
            file.binary ? 'binary' : `+${file.added} -${file.removed}`,
            file.uncommitted ? 'uncommitted' : '',
          ])
          return `${title}\n${formatTable(['', 'file', 'lines', ''], rows)}`
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
