import { app } from './implementer.ts'
import type { Services } from './services.ts'

/** Sessions, their queues, turns, approvals and questions. */
export const sessionRoutes = (services: Services) => {
  const { sessions, queue, turns, approvals, history, terminals, questions, attachments } = services
  return {
    session: {
      create: app.session.create.handler(({ input }) => sessions.create(input)),
      conversations: app.session.conversations.handler(({ input }) =>
        sessions.conversations(input.workspace, input.agent),
      ),
      list: app.session.list.handler(({ input }) => sessions.list(input.workspace)),
      show: app.session.show.handler(({ input }) => sessions.show(input.sessionId)),
      items: app.session.items.handler(({ input }) => sessions.items(input)),
      follow: app.session.follow.handler(({ input, signal }) =>
        sessions.follow(input.sessionId, input.after, signal),
      ),
      attach: app.session.attach.handler(({ input, signal }) => services.attach.attach(input, signal)),
      prompt: app.session.prompt.handler(({ input }) => sessions.prompt(input)),
      turn: app.session.turn.handler(({ input }) => sessions.turn(input.sessionId, input.turnId)),
      cancel: app.session.cancel.handler(({ input }) => sessions.cancel(input.sessionId)),
      stop: app.session.stop.handler(({ input }) => sessions.stop(input.sessionId)),
      setConfig: app.session.setConfig.handler(({ input }) =>
        sessions.setConfig(input.sessionId, input.optionId, input.value),
      ),
      rename: app.session.rename.handler(({ input }) => sessions.rename(input.sessionId, input.title)),
      authenticate: app.session.authenticate.handler(({ input }) =>
        sessions.authenticate(input.sessionId, input.methodId),
      ),
      signInTerminal: app.session.signInTerminal.handler(({ input }) => terminals.signIn(input)),
      restart: app.session.restart.handler(({ input }) => sessions.restart(input.sessionId)),
      output: app.session.output.handler(({ input }) => sessions.output(input.sessionId, input.lines)),
      markSeen: app.session.markSeen.handler(({ input }) => sessions.markSeen(input.sessionId)),
      export: app.session.export.handler(({ input }) => history.export(input.sessionId, input.format)),
    },
    attachment: {
      put: app.attachment.put.handler(({ input }) => attachments.put(input)),
      read: app.attachment.read.handler(({ input }) => attachments.read(input.sessionId, input.id)),
    },
    question: {
      list: app.question.list.handler(({ input }) => questions.list(input.all)),
      answer: app.question.answer.handler(({ input }) =>
        questions.answer(input.questionId, input.action, input.content),
      ),
    },
    history: {
      search: app.history.search.handler(({ input }) => history.search(input)),
      sessions: app.history.sessions.handler(({ input }) => history.sessions(input.limit)),
      session: app.history.session.handler(({ input }) => history.session(input.sessionId)),
    },
    queue: {
      list: app.queue.list.handler(({ input }) => queue.list(input.sessionId)),
      show: app.queue.show.handler(({ input }) => queue.get(input.messageId)),
      add: app.queue.add.handler(({ input }) => queue.add(input)),
      edit: app.queue.edit.handler(({ input }) => queue.edit(input.messageId, input)),
      move: app.queue.move.handler(({ input }) => queue.move(input.messageId, input.before)),
      discard: app.queue.discard.handler(({ input }) => queue.discard(input.messageId)),
      sendNow: app.queue.sendNow.handler(({ input }) => queue.sendNow(input.messageId)),
      resume: app.queue.resume.handler(({ input }) => queue.resume(input.sessionId)),
    },
    turn: {
      diff: app.turn.diff.handler(({ input }) => turns.diff(input)),
      file: app.turn.file.handler(({ input }) => turns.file(input)),
      undo: app.turn.undo.handler(({ input }) => turns.undo(input)),
      retry: app.turn.retry.handler(({ input }) => turns.retry(input)),
      goTo: app.turn.goTo.handler(({ input }) => turns.goTo(input)),
    },
    lock: { list: app.lock.list.handler(({ input }) => services.fileLocks.list(input.workspace)) },
    approval: {
      list: app.approval.list.handler(({ input }) => approvals.list(input.all)),
      answer: app.approval.answer.handler(({ input }) => approvals.answer(input)),
      goOn: app.approval.goOn.handler(({ input }) => services.fileLocks.goOn(input.approvalId)),
      rules: app.approval.rules.handler(({ input }) => approvals.rules(input.workspace, input.all)),
      revokeRule: app.approval.revokeRule.handler(({ input }) => approvals.revokeRule(input.ruleId)),
      restoreRule: app.approval.restoreRule.handler(({ input }) => approvals.restoreRule(input.ruleId)),
    },
  }
}
