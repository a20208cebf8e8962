import type { AnsweredApproval, AnswerSource, Approval } from './session.ts'

const places: Record<AnswerSource, string> = {
  window: 'in the window',
  inbox: 'in Needs you',
  notification: 'in a notification',
  cli: 'by a command',
  rule: 'by a rule of this workspace',
  prompt: 'beforehand, with the prompt',
}

/** What was answered and from where: `"Reject" by a command`; null when nobody answered. */
export function answerWords({ options, chosenOption, answeredFrom }: Approval): string | null {
  const chosen = options.find(({ id }) => id === chosenOption)
  return chosen && answeredFrom !== null ? `"${chosen.name}" ${places[answeredFrom]}` : null
}

/** What to tell somebody whose answer came too late; null when it counted. */
export function lateWords(answered: AnsweredApproval): string | null {
  if (answered.first) return null
  const words = answerWords(answered)
  return words === null
    ? `It was ${answered.status} before this answer came.`
    : `It was answered ${words} before this answer came.`
}

const questions: Partial<Record<Approval['toolKind'], string>> = {
  execute: 'Run a command?',
  edit: 'Change a file?',
  delete: 'Delete?',
  move: 'Move?',
  fetch: 'Fetch from the network?',
  read: 'Read?',
  switch_mode: 'Switch the mode?',
}

/** What is asked, in one line. */
export const questionOf = (approval: Approval): string =>
  questions[approval.toolKind] ?? approval.title.split('\n')[0] ?? 'Allow?'
