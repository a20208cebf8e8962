import type { Question, QuestionAnswer, QuestionField } from '../../../contracts/index.ts'

type Value = QuestionAnswer[string]

/** What the form holds before the user has touched it: the agent's own suggestions. */
export function initialAnswer({ fields }: Question): QuestionAnswer {
  const entries = fields.flatMap((field): [string, Value][] =>
    field.initial === null ? [] : [[field.name, field.initial]],
  )
  return Object.fromEntries(entries)
}

const isEmpty = (value: Value | undefined): boolean =>
  value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

/** Why the form cannot be sent yet; false when it can. */
export function missingField({ fields }: Question, content: QuestionAnswer): string | false {
  const missing = fields.find(({ name, required }) => required && isEmpty(content[name]))
  return missing ? `${missing.label} is missing` : false
}

/** A value as the user chose it: the labels of choices, words for yes and no. */
export function answerText(field: QuestionField, value: Value): string {
  const labelOf = (one: string): string =>
    ('choices' in field ? field.choices.find((choice) => choice.value === one)?.label : undefined) ?? one
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (Array.isArray(value)) return value.map(labelOf).join(', ')
  return typeof value === 'string' ? labelOf(value) : String(value)
}
