import { os, withSeq } from './implementer.ts'
import type { Services } from './services.ts'

/** Sessions, their queues, turns, approvals and questions. */
export const sessionRoutes = (services: Services) => {
  const { store, sessions, terminals } = services
  const done = withSeq(services.store)
  return {
    session: {
      create: os.session.create.handler(async ({ input }) => {
        // Before anything is recorded; a retry of what exists is answered whatever became of the program.
        if (!store.sessions.get(input.id)) await services.agents.require(input.profile)
        return done(sessions.createSession(input))
      }),
      conversations: os.session.conversations.handler(async ({ input }) => {
        await services.agents.require(input.profile)
        return sessions.agents.conversations(input)
      }),
      prompt: os.session.prompt.handler(({ input }) => done(sessions.prompt(input))),
      attach: os.session.attach.handler(({ input, signal }) =>
        services.attach.attach(input, signal ?? new AbortController().signal),
      ),
      cancel: os.session.cancel.handler(({ input }) => done(sessions.cancel(input))),
      stop: os.session.stop.handler(({ input }) => done(sessions.stop(input))),
      setConfig: os.session.setConfig.handler(({ input }) => done(sessions.setConfig(input))),
      authenticate: os.session.authenticate.handler(({ input }) => done(sessions.agents.authenticate(input))),
      signInTerminal: os.session.signInTerminal.handler(async ({ input }) => {
        const { id, workspaceId, size } = input
        const program = await sessions.agents.signInProgram(input)
        return done(terminals.create({ id, workspaceId, repositoryId: null, size, program }))
      }),
      restart: os.session.restart.handler(({ input }) => done(sessions.restart(input))),
      markSeen: os.session.markSeen.handler(({ input }) => done(sessions.markSeen(input))),
      output: os.session.output.handler(({ input }) => sessions.output(input)),
      rename: os.session.rename.handler(({ input }) => done(sessions.rename(input))),
    },
    attachment: {
      put: os.attachment.put.handler(({ input }) => sessions.agents.putAttachment(input)),
      read: os.attachment.read.handler(({ input }) => sessions.agents.readAttachment(input)),
    },
    question: {
      answer: os.question.answer.handler(({ input }) => done(sessions.agents.answerQuestion(input))),
    },
    queue: {
      add: os.queue.add.handler(({ input }) => done(sessions.queue.add(input))),
      edit: os.queue.edit.handler(({ input }) => done(sessions.queue.edit(input))),
      move: os.queue.move.handler(({ input }) => done(sessions.queue.move(input))),
      discard: os.queue.discard.handler(({ input }) => done(sessions.queue.discard(input))),
      sendNow: os.queue.sendNow.handler(({ input }) => done(sessions.queue.sendNow(input))),
      resume: os.queue.resume.handler(({ input }) => done(sessions.queue.resume(input))),
    },
    turn: {
      diff: os.turn.diff.handler(({ input }) => services.turnChanges.diff(input)),
      file: os.turn.file.handler(({ input }) => services.turnChanges.file(input)),
      undo: os.turn.undo.handler(({ input }) => done(sessions.turns.undo(input))),
      retry: os.turn.retry.handler(({ input }) => done(sessions.turns.retry(input))),
      goTo: os.turn.goTo.handler(({ input }) => done(sessions.turns.goTo(input))),
    },
    approval: {
      answer: os.approval.answer.handler(({ input }) => done(sessions.answerApproval(input))),
      goOn: os.approval.goOn.handler(({ input }) => done(sessions.goOn(input))),
      revokeRule: os.approval.revokeRule.handler(({ input }) => done(services.rules.revoke(input))),
      restoreRule: os.approval.restoreRule.handler(({ input }) => done(services.rules.restore(input))),
    },
  }
}
