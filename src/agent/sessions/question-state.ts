import type { Question, QuestionAction, QuestionAnswer, QuestionStatus } from '../../contracts/index.ts'
import { isFinal, type Moves } from './moves.ts'
import { checkAnswer } from './question-fields.ts'

export const questionMoves: Moves<QuestionStatus> = {
  pending: ['answered', 'declined', 'cancelled'],
  answered: [],
  declined: [],
  cancelled: [],
}

export type QuestionCommand =
  | { type: 'answer'; action: QuestionAction; content: QuestionAnswer }
  /** The agent says that the user is done with the page. */
  | { type: 'complete' }
  | { type: 'cancel' }

const outcomeOf = (
  question: Question,
  command: QuestionCommand,
): { status: QuestionStatus; answer: QuestionAnswer | null } => {
  switch (command.type) {
    case 'cancel':
      return { status: 'cancelled', answer: null }
    case 'complete':
      return { status: 'answered', answer: null }
    case 'answer':
      if (command.action === 'decline') return { status: 'declined', answer: null }
      return {
        status: 'answered',
        answer: question.url === null ? checkAnswer(question.fields, command.content) : null,
      }
  }
}

/** The question after a command; null when it has an outcome already: the first one stands. Throws `invalid_input`. */
export function moveQuestion(question: Question, command: QuestionCommand, at: number): Question | null {
  if (isFinal(questionMoves, question.status)) return null
  return {
    ...question,
    ...outcomeOf(question, command),
    answeredAt: at,
    updatedAt: at,
    revision: question.revision + 1,
  }
}
