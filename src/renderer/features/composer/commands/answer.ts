/** What a command answers, shown above the composer. */
export interface Answer {
  tone: 'plain' | 'error'
  title: string
  /** What to do next. */
  hint?: string
  lines?: readonly AnswerLine[]
  action?: { label: string; run(): void }
}

export interface AnswerLine {
  /** Set in the code font: a command, a path. */
  code: string
  text?: string
  /** A word at its end, such as whose command it is. */
  mark?: string
}

export const say = (title: string, rest: Omit<Partial<Answer>, 'title'> = {}): Answer => ({
  tone: 'plain',
  title,
  ...rest,
})

export const refuse = (title: string, hint: string): Answer => ({ tone: 'error', title, hint })
