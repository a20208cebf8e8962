import { implement } from '@orpc/server'
import { agentContract } from '../../../src/contracts/index.ts'
import { unplayedRemotes } from './unplayed-remotes.ts'
import { unplayedStaging } from './staging.ts'
import { unplayed } from './unplayed.ts'

export { unplayedOfWorkspace } from './unplayed-workspaces.ts'

const app = implement(agentContract)

/** Calls of `session.*` that only the real agent plays. */
export const unplayedOfSession = {
  attach: app.session.attach.handler(() => unplayed()),
  conversations: app.session.conversations.handler(unplayed),
  authenticate: app.session.authenticate.handler(unplayed),
  signInTerminal: app.session.signInTerminal.handler(unplayed),
  restart: app.session.restart.handler(unplayed),
  markSeen: app.session.markSeen.handler(unplayed),
  output: app.session.output.handler(unplayed),
}

/** A call of `approval.*` that only the real agent plays. */
export const unplayedOfApproval = { goOn: app.approval.goOn.handler(unplayed) }

/** Parts of the contract that only the real agent plays. */
export const unplayedSessions = {
  staging: unplayedStaging(),
  ...unplayedRemotes,
  attachment: {
    put: app.attachment.put.handler(unplayed),
    read: app.attachment.read.handler(unplayed),
  },
  backup: {
    list: app.backup.list.handler(unplayed),
    show: app.backup.show.handler(unplayed),
    restore: app.backup.restore.handler(unplayed),
  },
  question: { answer: app.question.answer.handler(unplayed) },
  queue: {
    add: app.queue.add.handler(unplayed),
    edit: app.queue.edit.handler(unplayed),
    move: app.queue.move.handler(unplayed),
    discard: app.queue.discard.handler(unplayed),
    sendNow: app.queue.sendNow.handler(unplayed),
    resume: app.queue.resume.handler(unplayed),
  },
  turn: {
    diff: app.turn.diff.handler(unplayed),
    file: app.turn.file.handler(unplayed),
    undo: app.turn.undo.handler(unplayed),
    retry: app.turn.retry.handler(unplayed),
    goTo: app.turn.goTo.handler(unplayed),
  },
}
