import type {
  Attachment,
  GitActKind,
  Prompted,
  RepositoryId,
  SessionView,
  Workspace,
} from '../../../../contracts/index.ts'
import type { AppServices } from '../../../app/index.ts'
import { leadOnFromHere, navigate } from '../../../app/index.ts'
import { runInTerminal } from '../../terminals/index.ts'
import { refuse, say, type Answer } from './answer.ts'
import { commitAnswer, diffAnswer, statusAnswer } from './git-answers.ts'
import type { Offered } from './parse.ts'
import { commandTable, usageOf, type CommandName } from './table.ts'

/** What a command acts on. */
export interface CommandPlace {
  services: AppServices
  session: SessionView
  workspace: Workspace
  offered: readonly Offered[]
  /** The repository that messages and commands are about; null: all of them. */
  active: RepositoryId | null
  attachments: readonly Attachment[]
  /** The same when the same command is tried again after a lost answer. */
  idempotencyKey: string
  setActive(id: RepositoryId | null): void
}

type Run = (place: CommandPlace, argument: string) => Promise<Answer | null> | Answer | null

const summaryRequest =
  'Sum up this session: what was asked, what was done, which files changed, and what is left to do.'
/** What the first repaint is made for; the view fits it at once. */
const firstSize = { cols: 100, rows: 30 }

/** Carries out one of Switchyard's own commands; null where what happened is to be seen. Throws what calls throw. */
export const runCommand = (
  name: CommandName,
  place: CommandPlace,
  argument: string,
): Promise<Answer | null> => Promise.resolve(runs[name](place, argument))

const runs: Record<CommandName, Run> = {
  async 'new-session'({ services: { client }, session, workspace, idempotencyKey }, argument) {
    const go = leadOnFromHere()
    const agents = await client.agent.list({ refresh: false })
    const wanted = argument === '' ? session.agent : argument.toLowerCase()
    const agent = agents.find(({ id, name }) => id.toLowerCase() === wanted || name.toLowerCase() === wanted)
    if (!agent && argument !== '')
      return refuse(
        `There is no agent ${argument}.`,
        `Agents here: ${agents.map(({ id }) => id).join(', ')}.`,
      )
    const { id } = await client.session.create({
      workspace: workspace.id,
      agent: agent?.id ?? session.agent,
      idempotencyKey,
    })
    go({ name: 'workspace', workspaceId: workspace.id, tab: { kind: 'session', id } })
    return null
  },
  async 'follow-up'(place, argument) {
    const { services, session, attachments, idempotencyKey } = place
    const message = { sessionId: session.id, text: argument, attachments: [...attachments], idempotencyKey }
    const sent: Prompted = await services.client.session.prompt({ ...message, whenBusy: 'queue' })
    return sent.kind === 'queued'
      ? say('Queued. It goes when the turn has succeeded.')
      : say('No turn was running, so the message was sent at once.')
  },
  async summary({ services: { client }, session, idempotencyKey }, argument) {
    const text = argument === '' ? summaryRequest : `${summaryRequest} Mind above all: ${argument}`
    const sent = await client.session.prompt({ sessionId: session.id, text, idempotencyKey })
    return sent.kind === 'queued' ? say('The request for a summary is queued.') : null
  },
  async run({ services: { client, openStreams }, workspace, active, idempotencyKey }, argument) {
    const { id } = await client.terminal.create({
      workspace: workspace.id,
      ...(active === null ? {} : { repositoryId: active }),
      size: firstSize,
      idempotencyKey,
    })
    await runInTerminal(openStreams, id, firstSize, argument)
    const show = (): void =>
      navigate({ name: 'workspace', workspaceId: workspace.id, tab: { kind: 'terminal', id } })
    return say(`Runs in a new terminal: ${argument}`, { action: { label: 'Show', run: show } })
  },
  async commit({ services: { client }, workspace, active }, argument) {
    const chosen = active === null ? {} : { repositoryId: active }
    return commitAnswer(await client.git.commit({ workspace: workspace.id, message: argument, ...chosen }))
  },
  push: (place) => openAct(place, 'push'),
  pull: (place) => openAct(place, 'pull'),
  rebase: (place) => openAct(place, 'rebase'),
  merge: (place) => openAct(place, 'merge'),
  pr({ services: { client, dialogs }, workspace }) {
    return openPullRequest(client, dialogs, workspace)
  },
  async attach({ services: { client, dialogs }, workspace, active }, argument) {
    const pull = await client.pullRequest.attach({
      workspace: workspace.id,
      ...(active === null ? {} : { repositoryId: active }),
      ...(argument === '' ? {} : { pullRequest: argument }),
    })
    const { workspaceId, repositoryId } = pull
    return say(`Attached #${pull.number}: ${pull.title}`, {
      action: {
        label: 'Show',
        run: () => dialogs.open({ kind: 'pull-request', workspaceId, repositoryId }),
      },
    })
  },
  async diff({ services: { client, actions }, workspace, active }) {
    actions.run('view.changes')
    return diffAnswer(await client.git.diff({ workspace: workspace.id }), active)
  },
  async 'git-status'({ services: { client }, workspace, active }) {
    return statusAnswer(await client.git.diff({ workspace: workspace.id }), active)
  },
  'set-active-repo'({ workspace, setActive }, argument) {
    const given = workspace.repositories.filter(({ enabled }) => enabled)
    const names = given.map(({ name }) => name).join(', ')
    if (argument === '') {
      setActive(null)
      return say('Messages and commands are about all repositories again.', {
        hint: `Repositories: ${names}.`,
      })
    }
    const found = given.find(({ name }) => name.toLowerCase() === argument.toLowerCase())
    if (!found)
      return refuse(`There is no repository ${argument} in this workspace.`, `Repositories: ${names}.`)
    setActive(found.repositoryId)
    return say(`Messages and commands are about ${found.name} from now on.`, {
      hint: 'Write /set-active-repo alone to go back to all repositories.',
    })
  },
  async stop({ services: { client }, session }) {
    if (session.lastTurn?.status !== 'running') return say('No turn is running.')
    await client.session.cancel({ sessionId: session.id })
    return say('Stopped.')
  },
  async retry({ services: { client }, session, idempotencyKey }) {
    const { lastTurn } = session
    if (!lastTurn) return refuse('Nothing was sent in this session yet.', 'Write a message first.')
    if (lastTurn.status === 'running')
      return refuse('The turn is still running.', 'Stop it first, with /stop.')
    await client.turn.retry({ sessionId: session.id, turnId: lastTurn.id, idempotencyKey })
    return null
  },
  help: ({ offered, session }) =>
    say('Commands. Begin a message with // to send a slash.', {
      lines: offered.map((one) => {
        switch (one.kind) {
          case 'own':
            return { code: usageOf(one.name), text: commandTable[one.name].about }
          case 'agent':
            return { code: `/${one.word}`, text: one.about, mark: session.agentName }
          case 'repository':
            return { code: `/${one.word} message`, text: `Send a message about ${one.name}` }
          default:
            return one satisfies never
        }
      }),
    }),
}

/** The dialog shows what would happen, and asks. */
function openAct({ services: { dialogs }, workspace }: CommandPlace, act: GitActKind): null {
  dialogs.open({ kind: 'git-act', workspaceId: workspace.id, act })
  return null
}

/** Shows the workspace's pull request, or offers to make one. */
async function openPullRequest(
  client: AppServices['client'],
  dialogs: AppServices['dialogs'],
  { id: workspaceId }: Workspace,
): Promise<null> {
  const [open] = (await client.pullRequest.list({ workspace: workspaceId })).filter(
    ({ state }) => state === 'open',
  )
  if (open) dialogs.open({ kind: 'pull-request', workspaceId, repositoryId: open.repositoryId })
  else dialogs.open({ kind: 'create-pull-request', workspaceId })
  return null
}
