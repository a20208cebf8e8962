import type { Redactor } from '../../base/index.ts'
import type { QuestionField } from '../../contracts/index.ts'

/** Characters of a label or a description that are kept; a form with more is not read by anybody. */
const longestText = 2_000

/**
 * A field as people see it: without secrets and with texts of bearable length. Values stay as they are, because the
 * agent must get back the very ones it offered.
 */
export function fieldForPeople(field: QuestionField, redactor: Redactor): QuestionField {
  const text = (words: string): string => redactor.text(words.slice(0, longestText))
  const described = { label: text(field.label), description: field.description && text(field.description) }
  if (field.type !== 'choice' && field.type !== 'choices') return { ...field, ...described }
  return {
    ...field,
    ...described,
    choices: field.choices.map(({ value, label, description }) => ({
      value,
      label: text(label),
      description: description && text(description),
    })),
  }
}
