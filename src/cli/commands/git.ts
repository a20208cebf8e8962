import { text, type Command } from '../command.ts'
import { repositoryOf } from './staging.ts'

export const commit: Command = {
  path: 'commit',
  summary: 'Commit everything that changed in a workspace, or what is staged',
  args: ['workspace'],
  options: {
    message: {
      type: 'string',
      short: 'm',
      value: '<message>',
      help: 'The commit message; without one it is proposed from what the agent did, or kept on --amend',
    },
    staged: { type: 'boolean', help: 'Commit what is staged, nothing else' },
    amend: { type: 'boolean', help: 'Make the last commit anew' },
    'message-only': { type: 'boolean', help: 'With --amend: change its message, not its content' },
    pushed: { type: 'boolean', help: 'With --amend: also when a remote has the commit already' },
    signoff: { type: 'boolean', help: 'Add a Signed-off-by line' },
    'no-verify': { type: 'boolean', help: 'Leave out the hooks of the repository' },
    repository: { type: 'string', value: '<name>', help: 'Only in this repository' },
  },
  async run({ client, output, signal }, [reference = ''], options) {
    const app = await client()
    const workspace = await app.workspace.show({ workspace: reference })
    const repository =
      text(options, 'repository') === undefined ? {} : { repositoryId: repositoryOf(workspace, options) }
    const amend = options['amend'] === true
    const given = text(options, 'message')
    const message =
      given ??
      (amend ? null : (await app.staging.proposeMessage({ workspace: workspace.id, ...repository })).message)
    const what = options['message-only'] === true ? 'nothing' : options['staged'] === true ? 'staged' : 'all'
    const request = {
      workspace: workspace.id,
      ...repository,
      what,
      message,
      amend,
      amendPushed: options['pushed'] === true,
      signOff: options['signoff'] === true,
      noVerify: options['no-verify'] === true,
    } as const
    for await (const event of await app.staging.commit(request, { signal }))
      if (event.type === 'output') output.note(event.text.trimEnd())
      else
        output.result({ commits: event.commits }, ({ commits }) =>
          commits.map(({ repository: name, sha, files }) => `${name}: ${sha} (${files} files)`).join('\n'),
        )
  },
}
